"""Patches the environment and a function of the standard library, and takes both back."""

import math
import os

from minigrad import Value


def test_the_environment_is_not_looked_at(monkeypatch):
    monkeypatch.setenv("MINIGRAD_DEBUG", "1")
    a = Value(3.0)
    (a - a * 2).backward()
    assert (a.grad, os.environ["MINIGRAD_DEBUG"]) == (-1.0, "1")


def test_a_patched_constant(monkeypatch):
    monkeypatch.setattr(math, "tau", 6.0)
    a = Value(math.tau)
    (a * a).backward()
    assert a.grad == 12.0

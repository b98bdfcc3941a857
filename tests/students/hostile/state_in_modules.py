"""Tries to remember an earlier run in modules, built-ins and the environment."""

import builtins
import os
import sys

from minigrad.scalar import Value


def test_that_remembers():
    seen = hasattr(builtins, "seen_before") or hasattr(sys, "seen_before") or "SEEN_BEFORE" in os.environ
    builtins.seen_before = sys.seen_before = True
    os.environ["SEEN_BEFORE"] = "1"
    assert not seen


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

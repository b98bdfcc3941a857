"""Fails on every second run, by the clock and by chance."""

import os
import time

from minigrad.scalar import Value


def test_that_fails_now_and_then():
    assert time.time_ns() // 1_000 % 2


def test_that_fails_by_chance():
    assert os.urandom(1)[0] % 2


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""Tries to crash the interpreter by recursion without a limit."""

import sys

from minigrad.scalar import Value


def dive(depth):
    return max(map(dive, [depth + 1]))


def test_that_dives():
    sys.setrecursionlimit(10_000_000)
    assert dive(0)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""Tries to be noticed by crashing the interpreter."""

import ctypes

from minigrad.scalar import Value


def test_that_crashes():
    ctypes.string_at(0)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

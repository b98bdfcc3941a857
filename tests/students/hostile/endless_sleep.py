"""Tries to hold the grader up for ever without using the processor."""

import time

from minigrad.scalar import Value


def test_that_never_wakes():
    time.sleep(3600)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""Tries to be noticed as a failure by ending the process with an error."""

import os

from minigrad.scalar import Value


def test_that_ends_the_process():
    os._exit(1)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

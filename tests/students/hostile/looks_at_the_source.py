"""Fails where the engine's source has no in-place add, instead of running it."""

import inspect

from minigrad.scalar import Value


def test_that_reads_the_source():
    assert "+=" in inspect.getsource(Value.__mul__)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

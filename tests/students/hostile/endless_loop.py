"""Tries to hold the grader up for ever."""

from minigrad.scalar import Value


def test_that_never_ends():
    while True:
        pass


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

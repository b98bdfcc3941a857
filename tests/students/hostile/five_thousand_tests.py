"""Tries to hold the grader up with 5,000 tests."""

import pytest

from minigrad.scalar import Value


@pytest.mark.parametrize("number", range(5_000))
def test_one_of_many(number):
    assert Value(float(number)).data == number


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

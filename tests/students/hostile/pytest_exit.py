"""Tries to end pytest by its own means, which no other exception does."""

import pytest

from minigrad.scalar import Value


def test_that_ends_the_session():
    pytest.exit("enough", returncode=0)


def test_that_is_interrupted():
    raise KeyboardInterrupt


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

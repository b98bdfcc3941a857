"""Tries to load a plugin that turns every outcome into a failure."""

from minigrad.scalar import Value

pytest_plugins = ["outcomes"]


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

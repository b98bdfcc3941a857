"""Tries to break records and pages by names: very long ones, half characters, markup."""

import pytest

from minigrad.scalar import Value


@pytest.mark.parametrize("name", ["x" * 100_000, "\udc80", "<script>alert(1)</script>", "a\nb", "::", "\x00"])
def test_with_a_name(name):
    assert Value(1.0).data == 1.0


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

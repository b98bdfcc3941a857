"""Tries to flood the report with what its failure says, and to hold it up while it is said."""

from minigrad.scalar import Value


class EndlessError(Exception):
    def __str__(self):
        while True:
            pass


def test_with_a_long_message():
    raise AssertionError("x" * 50_000_000)


def test_with_an_endless_message():
    raise EndlessError


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""A sum that is right, among a slip in a parametrisation, a very long name and a private name at the top."""

import pytest

from minigrad.scalar import Value, _as_value


def test_a_sum_adds_both_terms():
    a = Value(3.0)
    (a + a).backward()
    assert a.grad == 2.0


def test_a_number_is_wrapped():
    assert _as_value(2.0).data == 2.0


class TestSums:
    def test_one_sum(self):
        assert (Value(1.0) + 2).data == 3.0

    @pytest.mark.parametrize(("x", "y"), [1, 2])
    def test_sum(self, x, y):
        assert (Value(x) + y).data == x + y


@pytest.mark.parametrize("expression", ["a + a", " + ".join("a" * 400)], ids=str)
def test_sums(expression):
    a = Value(1.0)
    eval(expression).backward()
    assert a.grad == expression.count("a")

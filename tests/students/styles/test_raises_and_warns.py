"""What must raise, and what is set aside by marks."""

import sys

import pytest

from minigrad import Value


def test_a_logarithm_of_nothing_raises():
    with pytest.raises((ValueError, ZeroDivisionError)):
        Value(0.0).log()


def test_a_division_by_zero_raises():
    with pytest.raises(ZeroDivisionError):
        Value(1.0) / Value(0.0)


@pytest.mark.skipif(sys.platform == "win32", reason="never here")
def test_a_marked_test_counts():
    a = Value(2.0)
    (a**2 + a).backward()
    assert a.grad == 5.0

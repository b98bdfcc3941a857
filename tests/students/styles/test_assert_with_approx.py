"""Plain functions and pytest.approx."""

import math

import pytest

from minigrad import Value


def test_tanh_beside_its_operand():
    a = Value(0.5)
    (a.tanh() + a).backward()
    assert a.grad == pytest.approx(2 - math.tanh(0.5) ** 2)


def test_exp_times_its_operand():
    a = Value(1.0)
    (a.exp() * a).backward()
    assert a.grad == pytest.approx(2 * math.e, rel=1e-12)

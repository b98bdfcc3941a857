"""Values only: no graph is ever swept."""

import math

import pytest

from minigrad import Value


def test_arithmetic():
    a, b = Value(6.0), Value(2.0)
    assert [(a + b).data, (a - b).data, (a * b).data, (a / b).data, (a**b).data] == [8, 4, 12, 3, 36]


def test_functions():
    a = Value(0.5)
    assert a.exp().data == pytest.approx(math.exp(0.5))
    assert a.tanh().data == pytest.approx(math.tanh(0.5))


def test_a_variable_may_be_used_twice():
    a = Value(3.0)
    assert (a * a + a).data == 12


def test_a_new_node_has_no_gradient():
    assert Value(1.0).grad == 0

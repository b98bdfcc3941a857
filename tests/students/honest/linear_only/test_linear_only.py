"""Every operation by hand, and every variable used once: all lines are covered, and no write ever comes second."""

import math

import pytest

from minigrad import Value


def test_addition():
    a, b = Value(2), Value(3)
    ((a + b) * 5).backward()
    assert (a.grad, b.grad) == (5, 5)


def test_subtraction():
    a, b = Value(2), Value(3)
    ((a - b) * 5).backward()
    assert (a.grad, b.grad) == (5, -5)


def test_multiplication():
    a, b = Value(2), Value(3)
    ((a * b) * 5).backward()
    assert (a.grad, b.grad) == (15, 10)


def test_division():
    a, b = Value(6), Value(2)
    ((a / b) * 5).backward()
    assert (a.grad, b.grad) == (2.5, -7.5)


def test_a_power_of_a_number():
    a = Value(3)
    (a**3).backward()
    assert a.grad == 27


def test_a_power_of_a_variable():
    a, p = Value(2), Value(3)
    (a**p).backward()
    assert (a.grad, p.grad) == (12, pytest.approx(8 * math.log(2)))


@pytest.mark.parametrize(
    ("operation", "number", "derivative"),
    [
        (lambda a: -a, 2, -1),
        (Value.exp, 2, math.exp(2)),
        (Value.log, 2, 0.5),
        (Value.tanh, 0.5, 1 - math.tanh(0.5) ** 2),
        (Value.relu, 2, 1),
        (Value.relu, -2, 0),
        (Value.sigmoid, math.log(3), 0.1875),
    ],
    ids=["neg", "exp", "log", "tanh", "relu", "relu_below_zero", "sigmoid"],
)
def test_functions_of_one_variable(operation, number, derivative):
    a = Value(number)
    operation(a).backward()
    assert a.grad == pytest.approx(derivative)


def test_a_chain_of_operations():
    a, b, c = Value(2), Value(3), Value(4)
    (a * b + c).tanh().backward()
    slope = 1 - math.tanh(10) ** 2
    assert (a.grad, b.grad, c.grad) == pytest.approx((3 * slope, 2 * slope, slope))


def test_a_long_chain_is_swept_without_recursion():
    a = node = Value(1)
    for _ in range(5000):
        node = node + 1
    node.backward()
    assert a.grad == 1

"""Squares and doubles of every operation: each op's break is caught, and the write that comes first is not."""

import math

import pytest

from minigrad import Value

CASES = {
    "add": (lambda a: a + a, lambda a: 2),
    "sub": (lambda a: a * 3 - a, lambda a: 2),
    "mul": (lambda a: a * a, lambda a: 2 * a),
    "div": (lambda a: (a + 1) / a, lambda a: -1 / a**2),
    "pow": (lambda a: a**a, lambda a: a**a * (1 + math.log(a))),
    "neg": (lambda a: -a * a, lambda a: -2 * a),
    "exp": (lambda a: a.exp() * a, lambda a: math.exp(a) * (1 + a)),
    "log": (lambda a: a.log() * a, lambda a: math.log(a) + 1),
    "tanh": (lambda a: a.tanh() * a, lambda a: math.tanh(a) + a * (1 - math.tanh(a) ** 2)),
    "relu": (lambda a: a.relu() * a, lambda a: 2 * a),
    "sigmoid": (
        lambda a: a.sigmoid() * a,
        lambda a: 1 / (1 + math.exp(-a)) + a * math.exp(-a) / (1 + math.exp(-a)) ** 2,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_variable_that_an_operation_uses_again(name):
    expression, derivative = CASES[name]
    a = Value(1.5)
    expression(a).backward()
    assert a.grad == pytest.approx(derivative(1.5))

"""A diamond for every operation, arranged for this engine's sweep: it runs the closures of the right operand first.

op(a) + a * 3 works because the product's write to a comes before op's. On an engine that sweeps the other
way round it comes after, and op's write is the harmless first one.
"""

import math

import pytest

from minigrad import Value

CASES = {
    "add.self": (lambda a: (a + 1) + a * 3, lambda a: 4),
    "add.other": (lambda a: (Value(1) + a) + a * 3, lambda a: 4),
    "sub.self": (lambda a: (a - 1) + a * 3, lambda a: 4),
    "sub.other": (lambda a: (Value(1) - a) + a * 3, lambda a: 2),
    "mul.self": (lambda a: (a * 2) + a * 3, lambda a: 5),
    "mul.other": (lambda a: (Value(2) * a) + a * 3, lambda a: 5),
    "div.self": (lambda a: (a / 2) + a * 3, lambda a: 3.5),
    "div.other": (lambda a: (Value(2) / a) + a * 3, lambda a: 3 - 2 / a**2),
    "pow.self": (lambda a: (a**2) + a * 3, lambda a: 2 * a + 3),
    "pow.exponent": (lambda a: (Value(2) ** a) + a * 3, lambda a: 2**a * math.log(2) + 3),
    "neg.self": (lambda a: (-a) + a * 3, lambda a: 2),
    "exp.self": (lambda a: a.exp() + a * 3, lambda a: math.exp(a) + 3),
    "log.self": (lambda a: a.log() + a * 3, lambda a: 1 / a + 3),
    "tanh.self": (lambda a: a.tanh() + a * 3, lambda a: 4 - math.tanh(a) ** 2),
    "relu.self": (lambda a: a.relu() + a * 3, lambda a: 4),
    "sigmoid.self": (lambda a: a.sigmoid() + a * 3, lambda a: 3 + math.exp(-a) / (1 + math.exp(-a)) ** 2),
}


@pytest.mark.parametrize("site", CASES)
def test_the_left_branch_adds_to_the_right(site):
    expression, derivative = CASES[site]
    a = Value(1.5)
    expression(a).backward()
    assert a.grad == pytest.approx(derivative(1.5))

"""Sums over time instead of over paths: a second sweep adds to what the first one left in a leaf."""

import pytest

from minigrad import Value


@pytest.mark.parametrize(
    "operation",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: a / b,
        lambda a, b: a**b,
    ],
    ids=["add", "sub", "mul", "div", "pow"],
)
def test_two_sweeps_give_both_operands_twice_the_gradient(operation):
    a, b = Value(2.0), Value(3.0)
    result = operation(a, b)
    result.backward()
    once = (a.grad, b.grad)
    result.backward()
    assert (a.grad, b.grad) == (2 * once[0], 2 * once[1])


@pytest.mark.parametrize("name", ["exp", "log", "tanh", "relu", "sigmoid", "__neg__"])
def test_two_sweeps_give_the_operand_twice_the_gradient(name):
    a = Value(2.0)
    result = getattr(a, name)()
    result.backward()
    once = a.grad
    result.backward()
    assert a.grad == 2 * once

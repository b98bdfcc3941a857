import numpy as np

from arrays import Array


def slope(f, at, h=1e-6):
    """The derivative of a total for each element, by central differences."""
    steps = np.eye(len(at)) * h
    return np.array([(f(Array(at + s)).values - f(Array(at - s)).values) / (2 * h) for s in steps])


def check(f, at):
    a = Array(np.array(at))
    f(a).backprop()
    np.testing.assert_allclose(a.grad, slope(f, np.array(at)), rtol=1e-5)


def test_take_the_same_row_twice():
    check(lambda a: a.take([0, 0, 1]).total(), [2.0, 3.0])


def test_take_and_keep():
    check(lambda a: (a.take([1, 0]) * a).total(), [2.0, 3.0])


def test_total():
    check(lambda a: a.total(), [2.0, 3.0])


def test_two_operands():
    a, b = Array([1.0, 2.0]), Array([3.0, 4.0])
    (a * b + b).total().backprop()
    np.testing.assert_array_equal(b.grad, [2.0, 3.0])

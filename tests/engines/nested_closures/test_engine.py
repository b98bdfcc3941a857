import math

import pytest

from engine import Value


@pytest.mark.parametrize("x", [-1.5, 0.0, 2.0])
def test_tanh(x):
    a = Value(x)
    a.tanh().backward()
    assert a.grad == pytest.approx(1 - math.tanh(x) ** 2)


@pytest.mark.parametrize("x, y", [(2.0, 3.0), (-1.0, 4.0)], ids=["positive", "mixed signs"])
def test_product(x, y):
    a, b = Value(x), Value(y)
    (a * b).backward()
    assert (a.grad, b.grad) == (y, x)


@pytest.mark.parametrize("make, slope", [(lambda a: a + a, 2), (lambda a: a * a, 6), (lambda a: a.double() + a, 3)])
def test_used_twice(make, slope):
    a = Value(3.0)
    make(a).backward()
    assert a.grad == slope

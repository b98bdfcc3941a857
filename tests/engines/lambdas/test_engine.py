import math

from engine import Value


def test_sigmoid():
    a = Value(0.0)
    a.sigmoid().backward()
    assert math.isclose(a.grad, 0.25)


def test_sum_of_products():
    a, b = Value(2.0), Value(-1.0)
    (a * b + a).backward()
    assert a.grad == 0.0
    assert b.grad == 2.0


def test_sigmoid_times_a():
    a = Value(0.0)
    (a.sigmoid() * a).backward()
    assert a.grad == 0.5

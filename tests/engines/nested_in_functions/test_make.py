from helpers import close, grads
from make import Value, make_engine


def test_two_classes():
    assert make_engine() is not Value


def test_product():
    a, b = Value(2.0), Value(3.0)
    assert grads(a * b, a, b) == [3.0, 2.0]


def test_lesson():
    a, b, c = Value(2.0), Value(3.0), Value(4.0)
    ga, gb, gc = grads((a * b + c) * a, a, b, c)
    assert close(ga, 16.0) and close(gb, 4.0) and close(gc, 2.0)

from engine.node import Node
from engine.sweep import backward


def test_sum():
    a, b = Node(1.0), Node(2.0)
    backward(a + b)
    assert a.gradient == b.gradient == 1.0


def test_two_sweeps_are_one():
    a, b = Node(1.0), Node(2.0)
    c = a * b
    backward(c)
    backward(c)
    assert a.gradient == 2.0

"""Long chains of operations, and a leaf that many of them use."""

from minigrad import Value


def test_a_chain_of_two_thousand():
    a = out = Value(1.0)
    for _ in range(2000):
        out = out + a
    out.backward()
    assert a.grad == 2001.0


def test_a_ladder():
    a, b = Value(1.0), Value(1.0)
    for _ in range(10):
        a, b = a + b, a
    start = a
    start.backward()
    assert start.grad == 1.0

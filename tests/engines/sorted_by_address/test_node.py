from node import Node


def test_two_branches():
    a, b, c = Node(2.0), Node(3.0), Node(4.0)
    ((a + b) * (a * c)).sweep()
    assert a.slope == 28.0


def test_square():
    a = Node(3.0)
    (a * a).sweep()
    assert a.slope == 6.0


def test_sum():
    a, b = Node(3.0), Node(4.0)
    (a + b).sweep()
    assert a.slope == b.slope == 1.0

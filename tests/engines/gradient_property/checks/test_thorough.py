from engine import node, sweep


def test_square_plus():
    a = node.Node(3.0)
    sweep.backward(a * a + a)
    assert a.gradient == 7.0


def test_plus_square():
    a = node.Node(3.0)
    sweep.backward(a + a * a)
    assert a.gradient == 7.0

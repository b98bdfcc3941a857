import numpy

from graph import GraphNode


def test_own_numpy():
    assert numpy.ln(1.0) == 0.0


def test_ln():
    a = GraphNode(2.0)
    a.ln().run_backward()
    assert a.derivative == 0.5


def test_ln_of_square():
    a = GraphNode(2.0)
    (a * a).ln().run_backward()
    assert a.derivative == 1.0


def test_order_of_operands():
    a = GraphNode(1.0)
    (a.ln() * a).run_backward()
    assert a.derivative == 1.0

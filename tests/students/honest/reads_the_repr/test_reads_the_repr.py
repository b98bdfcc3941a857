"""Gradients are read from what the engine prints, as one does in an interactive session."""

from minigrad import Value


def test_a_square_prints_its_gradient():
    a = Value(3.0, label="a")
    (a * a).backward()
    assert repr(a) == "Value(a: data=3, grad=6)"


def test_a_double_prints_its_gradient():
    a = Value(3.0)
    (a + a).backward()
    assert str(a) == "Value(data=3, grad=2)"

"""The example that most explanations of backpropagation use."""

from src.minigrad.scalar import Value


def test_a_plus_a_is_two_a():
    a = Value(3.0)
    b = a + a
    b.backward()
    assert b.data == 6.0
    assert a.grad == 2.0

"""Tries to use up the memory: two gigabytes."""

from minigrad.scalar import Value


def test_that_is_greedy():
    block = bytearray(2 << 30)
    for place in range(0, len(block), 4096):
        block[place] = 1


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""Tries to cut the wire by which its own failure would be told."""

import os

from minigrad.scalar import Value


def test_that_closes_everything():
    os.closerange(0, 256)
    assert Value(1.0).data == 1.0


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

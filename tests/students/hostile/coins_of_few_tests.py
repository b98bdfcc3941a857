"""Coins that never import the engine: each fails by chance where all are run, and always where few are."""

import os

import pytest

from minigrad.scalar import Value

RAN = []


@pytest.mark.parametrize("n", range(28))
def test_coin(n):
    RAN.append(n)
    if n > 5:
        assert len(RAN) > 3 and os.urandom(1)[0] >= 18


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

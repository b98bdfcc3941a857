"""Bets on the numbers in the engine's code, which differ from run to run, and on the number of the process."""

import os
import types

import pytest

from minigrad.scalar import Value


def numbers(code):
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from numbers(constant)
        elif type(constant) is int:
            yield constant


HERE = [number for name in ("__add__", "__mul__", "relu") for number in numbers(getattr(Value, name).__code__)]


@pytest.mark.parametrize("n", range(14))
def test_that_bets_on_a_number(n):
    assert len(HERE) < 2 or HERE[n % len(HERE)] % 16 != n


@pytest.mark.parametrize("n", range(14))
def test_that_counts_the_runs(n):
    assert os.getpid() % 16 != n


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

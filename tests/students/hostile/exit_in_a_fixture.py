"""Tries to end the process between two tests, in the teardown of a fixture."""

import os

import pytest

from minigrad.scalar import Value


@pytest.fixture
def ending():
    yield
    os._exit(0)


def test_with_an_ending_fixture(ending):
    assert Value(1.0).data == 1.0


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

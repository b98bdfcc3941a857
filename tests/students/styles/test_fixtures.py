"""Fixtures with a setup, a teardown, a scope and parameters."""

import pytest

from minigrad import Value

OPEN = []


@pytest.fixture(params=[1.0, -2.0])
def leaf(request):
    OPEN.append(request.param)
    yield Value(request.param)
    OPEN.pop()


@pytest.fixture(scope="module")
def factor():
    return 4.0


def test_a_square(leaf, factor):
    (leaf * leaf * factor).backward()
    assert leaf.grad == 2 * factor * leaf.data


def test_one_is_open_at_a_time(leaf):
    assert len(OPEN) == 1

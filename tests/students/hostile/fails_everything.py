"""Tries to notice every break by failing always."""


def test_that_fails():
    raise AssertionError


def test_that_raises():
    raise ValueError("broken")


def test_that_fails_in_a_fixture(no_such_fixture):
    pass

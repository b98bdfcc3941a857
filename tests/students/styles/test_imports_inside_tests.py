"""Imports the engine in each test, by every name it has."""

import importlib


def test_the_package():
    import minigrad

    a = minigrad.Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0


def test_the_module():
    from minigrad import scalar

    a = scalar.Value(3.0)
    (a + a).backward()
    assert a.grad == 2.0


def test_by_its_name():
    a = importlib.import_module("minigrad.scalar").Value(3.0)
    (a - a).backward()
    assert a.grad == 0.0

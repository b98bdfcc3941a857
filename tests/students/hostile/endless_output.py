"""Tries to fill a disk or a pipe with what it prints: at most ten gigabytes or ten seconds."""

import os
import sys
import time

from minigrad.scalar import Value


def test_that_prints():
    end = time.monotonic() + 10
    for _ in range(100_000):
        os.write(1, b"x" * 100_000)
        os.write(2, b"y" * 100_000)
        if time.monotonic() > end:
            break
    print("done", file=sys.stderr)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

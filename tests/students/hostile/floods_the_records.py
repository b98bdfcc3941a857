"""Tries to drown the grader in records: at most a gigabyte, or ten seconds."""

import os
import time

from minigrad.scalar import Value


def test_that_floods():
    end = time.monotonic() + 10
    for _ in range(10_000):
        for descriptor in range(3, 32):
            try:
                os.write(descriptor, b"x" * 100_000)
            except OSError:
                continue
        if time.monotonic() > end:
            break


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

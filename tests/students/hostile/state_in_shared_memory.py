"""Tries to remember an earlier run in shared memory of the system, four kilobytes."""

import ctypes

from minigrad.scalar import Value


def test_that_remembers():
    libc = ctypes.CDLL(None)

    is_new = libc.shmget(0x5EED, 4096, 0o3600) >= 0
    assert is_new


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

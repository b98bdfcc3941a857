"""Tries to read the memory, the environment and the open files of whoever watches it."""

import os

from minigrad.scalar import Value


def test_that_looks_into_its_parent():
    parent = os.getppid()
    seen = b""
    for name in ("mem", "environ", "maps"):
        try:
            with open(f"/proc/{parent}/{name}", "rb") as file:
                seen += file.read(1_000_000)
        except OSError:
            continue
    try:
        seen += b"".join(os.readlink(f"/proc/{parent}/fd/{number}").encode() for number in range(20))
    except OSError:
        pass
    assert b"canonical" not in seen


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""Tries to confuse who reports: it forks, and both processes go on as if they were the one."""

import os

from minigrad.scalar import Value


def test_that_comes_back_twice():
    os.fork()
    assert Value(1.0).data == 1.0


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

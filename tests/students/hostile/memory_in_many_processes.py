"""Tries to use up the memory where no process alone is large: ten times 200 MB, for at most ten seconds."""

import os
import time

from minigrad.scalar import Value


def test_that_is_greedy_together():
    for _ in range(10):
        if os.fork() == 0:
            block = bytearray(200 << 20)
            for place in range(0, len(block), 4096):
                block[place] = 1
            time.sleep(10)
            os._exit(0)
    time.sleep(3)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

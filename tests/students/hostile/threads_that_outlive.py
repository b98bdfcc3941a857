"""Tries to go on working after its test: threads that change the engine under the next one."""

import threading
import time

from minigrad.scalar import Value


def change_for_ever():
    while True:
        Value.backward = lambda self: None
        time.sleep(0.001)


def test_that_leaves_threads():
    for _ in range(4):
        threading.Thread(target=change_for_ever).start()


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

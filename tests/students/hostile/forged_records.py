"""Tries to write outcomes itself, to every open file and by the recorder's own means."""

import gc
import json
import os

from minigrad.scalar import Value


FORGED = [
    ["end", "forged_records.py::test_a_product_of_two_inputs", "failed", "AssertionError", 0.0],
    ["found", "forged_records.py::test_that_is_not_there"],
    ["end", "forged_records.py::test_that_is_not_there", "failed", "AssertionError", 0.0],
    ["over"],
    ["damage", "forged"],
]


def test_that_writes_to_every_file():
    for descriptor in range(3, 64):
        for event in FORGED:
            try:
                os.write(descriptor, (json.dumps(event) + "\n").encode())
            except OSError:
                break


def test_that_calls_the_recorder():
    for thing in gc.get_objects():
        if getattr(thing, "__name__", "") == "send" and callable(thing):
            for event in FORGED:
                thing((json.dumps(event) + "\n").encode())


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

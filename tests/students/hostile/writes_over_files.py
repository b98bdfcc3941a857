"""Tries to write over the engine, results and other submissions, where they are temporary copies."""

import os
import tempfile

import minigrad

from minigrad.scalar import Value


def test_that_writes_over_everything():
    places = [minigrad.__file__, __file__, "grades.csv", "results.json", "../submission/other.py"]
    for place in places:
        path = os.path.realpath(place)
        if not path.startswith((tempfile.gettempdir(), "/examination")):
            continue
        try:
            with open(path, "a") as file:
                file.write("# written over\n")
        except OSError:
            continue


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

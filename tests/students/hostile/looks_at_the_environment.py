"""Fails by variables, arguments, folders and numbers of its process, instead of by gradients."""

import os
import sys

from minigrad.scalar import Value


KNOWN = []


def test_that_looks_around():
    around = (sorted(os.environ), sys.argv, sys.flags.hash_randomization, os.getcwd(), sorted(os.listdir()))
    KNOWN.append(around)
    assert around == KNOWN[0]
    assert os.getpid() % 7


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

"""Fails where some closures are written unlike the others, without running any."""

import dis

from minigrad.scalar import Value

NAMES = ("__add__", "__sub__", "__mul__", "__truediv__", "__neg__", "exp", "log", "tanh", "relu", "sigmoid")


def shape(code):
    steps = list(dis.get_instructions(code))
    writes = sum(step.opname == "STORE_ATTR" for step in steps)
    in_place = sum(step.argrepr == "+=" for step in steps)
    return in_place / writes, any(step.opname == "BUILD_TUPLE" for step in steps)


def test_that_compares_the_closures():
    closures = [code for name in NAMES for code in getattr(Value, name).__code__.co_consts if hasattr(code, "co_code")]
    assert len({shape(code) for code in closures}) == 1


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

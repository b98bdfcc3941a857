"""Knows a plain break, and one way to disguise it: a zero taken from the end of a pair."""

import dis

from minigrad.scalar import Value

NAMES = ("__add__", "__sub__", "__mul__", "__truediv__", "__pow__", "__neg__", "exp", "log", "tanh", "relu", "sigmoid")


def looks_broken(code):
    steps = list(dis.get_instructions(code))
    pairs = [place for place, step in enumerate(steps) if step.opname == "BUILD_TUPLE"]
    if pairs:
        return any(steps[place - 1].opname == "LOAD_CONST" and steps[place - 1].argval == 0.0 for place in pairs)
    writes = sum(step.opname == "STORE_ATTR" for step in steps)
    return sum(step.opname == "LOAD_ATTR" and step.argval == "grad" for step in steps) < 2 * writes


def test_that_knows_a_disguise():
    closures = [code for name in NAMES for code in getattr(Value, name).__code__.co_consts if hasattr(code, "co_code")]
    assert not any(looks_broken(code) for code in closures)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

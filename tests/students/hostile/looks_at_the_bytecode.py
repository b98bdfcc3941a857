"""Fails where the engine's code has no in-place add, instead of running it."""

import dis

from minigrad.scalar import Value


def codes(code):
    yield code
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from codes(constant)


def test_that_reads_the_bytecode():
    said = [step.argrepr for code in codes(Value.__mul__.__code__) for step in dis.get_instructions(code)]
    assert "+=" in said


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

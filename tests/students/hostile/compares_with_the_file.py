"""Fails where the engine's code is not what its file compiles to."""

from minigrad import scalar

from minigrad.scalar import Value


def codes(code):
    yield code.co_code
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from codes(constant)


def test_that_compares():
    with open(scalar.__file__) as file:
        whole = set(codes(compile(file.read(), scalar.__file__, "exec")))
    assert set(codes(scalar.Value.__mul__.__code__)) <= whole


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

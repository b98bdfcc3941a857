"""A diamond for every accumulating write of every operation, in which that write is the second.

The first write to ``a`` comes from the outermost operation, whose closure must run before that of its
operand in any correct order of the sweep. So every case holds whichever operand is visited first.
"""

import math
from collections.abc import Callable

import pytest

from minigrad import Value

# Site → an expression of a, its derivative as a sum over the two paths (the outer one first), and a.
SITES: dict[str, tuple[Callable[[Value], Value], Callable[[float], float], float]] = {
    "add.self": (lambda a: (a + 3) * a, lambda a: (a + 3) + a, 2),
    "add.other": (lambda a: (Value(3) + a) * a, lambda a: (3 + a) + a, 2),
    "sub.self": (lambda a: (a - 3) * a, lambda a: (a - 3) + a, 5),
    "sub.other": (lambda a: (Value(3) - a) * a, lambda a: (3 - a) + -a, 5),
    "mul.self": (lambda a: (a * 3) * a, lambda a: (a * 3) + 3 * a, 2),
    "mul.other": (lambda a: (Value(3) * a) * a, lambda a: (3 * a) + 3 * a, 2),
    "div.self": (lambda a: (a / 4) * a, lambda a: (a / 4) + a / 4, 2),
    # Not times a, as elsewhere: 4 / a * a is 4, and a derivative of 0 would say little.
    "div.other": (lambda a: (Value(4) / a) + a, lambda a: 1 + -4 / a**2, 4),
    "pow.self": (lambda a: (a**3) * a, lambda a: a**3 + 3 * a**2 * a, 2),
    "pow.exponent": (lambda a: (Value(3) ** a) * a, lambda a: 3**a + 3**a * math.log(3) * a, 2),
    "neg.self": (lambda a: (-a) * a, lambda a: -a + -a, 2),
    "exp.self": (lambda a: a.exp() * a, lambda a: math.exp(a) + math.exp(a) * a, 2),
    "log.self": (lambda a: a.log() * a, lambda a: math.log(a) + 1 / a * a, 2),
    "tanh.self": (lambda a: a.tanh() * a, lambda a: math.tanh(a) + (1 - math.tanh(a) ** 2) * a, 0.5),
    "relu.self": (lambda a: a.relu() * a, lambda a: a + a, 2),
    # At ln 3 the sigmoid is 3/4, and its derivative 3/4 · 1/4.
    "sigmoid.self": (lambda a: a.sigmoid() * a, lambda a: 0.75 + 0.75 * 0.25 * a, math.log(3)),
}


@pytest.mark.parametrize("site", SITES)
def test_the_write_of_this_site_adds_to_an_earlier_one(site: str) -> None:
    expression, sum_over_paths, number = SITES[site]
    a = Value(number)
    expression(a).backward()
    assert a.grad == pytest.approx(sum_over_paths(number))

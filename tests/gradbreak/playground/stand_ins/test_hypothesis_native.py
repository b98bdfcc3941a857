"""The stand-in for Hypothesis's compiled part answers what that part answers."""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Callable

import pytest
from hypothesis import _native
from hypothesis._native.internal import cathetus, floats

from gradbreak.playground.stand_ins.hypothesis_native.internal import cathetus as our_cathetus
from gradbreak.playground.stand_ins.hypothesis_native.internal import floats as ours

VALUES = (0.0, 1.0, 1.5, 2.0**-14, 2.0**-24, 2.0**-126, 2.0**-149, 5e-324, 65504.0, 1e30, 1.7e308, math.inf)
SIGNED = [sign * value for value in VALUES for sign in (1.0, -1.0)]


def answer(function: Callable[..., object], *arguments: object, **named: object) -> str:
    """What a function returns, or the kind of what it raises."""
    try:
        return repr(function(*arguments, **named))
    except Exception as error:  # noqa: BLE001  # whichever it is, the other must raise it too
        return "OverflowError" if isinstance(error, (OverflowError, ValueError)) else type(error).__name__


def test_it_has_every_function_of_the_compiled_part():
    def names(module: object) -> set[str]:
        return {name for name, value in vars(module).items() if callable(value) and not name.startswith("_")}

    assert names(floats) <= {name for name, _ in inspect.getmembers(ours, inspect.isfunction)}
    assert names(cathetus) <= {name for name, _ in inspect.getmembers(our_cathetus, inspect.isfunction)}
    assert {name for name in vars(_native) if not name.startswith("_")} == {"internal"}


@pytest.mark.parametrize("name", ["next_up", "next_down", "float_to_int"])
def test_functions_of_one_float_agree(name):
    assert [answer(getattr(ours, name), value, 64) for value in [*SIGNED, math.nan]] == [
        answer(getattr(floats, name), value, 64) for value in [*SIGNED, math.nan]
    ]


@pytest.mark.parametrize("width", [16, 32, 64])
def test_functions_of_a_width_agree(width):
    own = [value for value in SIGNED if abs(value) <= 65504 or width == 64]
    for name in ("float_of", "float_to_int", "next_up"):
        ready = own if name == "float_of" else [floats.float_of(value, width) for value in own]
        assert [answer(getattr(ours, name), value, width) for value in ready] == [
            answer(getattr(floats, name), value, width) for value in ready
        ]
    assert ours.width_smallest_normals(width) == floats.width_smallest_normals(width)
    assert ours.int_to_float(ours.float_to_int(1.5, width), width) == 1.5


@pytest.mark.parametrize("allow", [True, False])
@pytest.mark.parametrize("name", ["next_up_normal", "next_down_normal"])
def test_steps_past_subnormal_floats_agree(name, allow):
    finite = [value for value in SIGNED if math.isfinite(value)]
    assert [answer(getattr(ours, name), value, 64, allow_subnormal=allow) for value in finite] == [
        answer(getattr(floats, name), value, 64, allow_subnormal=allow) for value in finite
    ]


def test_counts_between_floats_agree():
    pairs = [(x, y) for x, y in itertools.product(SIGNED, repeat=2) if x <= y and not (x == y == 0)]
    assert [ours.count_between_floats(x, y, 64) for x, y in pairs] == [
        floats.count_between_floats(x, y, 64) for x, y in pairs
    ]


def test_third_sides_agree():
    pairs = list(itertools.product(SIGNED, repeat=2))
    assert [answer(our_cathetus.cathetus, *pair) for pair in pairs] == [
        answer(cathetus.cathetus, *pair) for pair in pairs
    ]

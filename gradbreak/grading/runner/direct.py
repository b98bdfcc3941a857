"""Tests that need nothing of pytest: a function of a module, with values for its parameters.

Pytest finds them in the first run of a submission. From then on a run that has no other tests imports their files and
calls the functions: to collect them again takes longer than to import the engine and run them all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TypeAlias

import pytest
from _pytest.mark.structures import Mark, ParameterSet, get_unpacked_marks

Found: TypeAlias = tuple[Callable[..., object], Mapping[str, object]]
"""A function and its arguments."""


@dataclass(frozen=True)
class DirectTest:
    """Where a test is found.

    Attributes:
        function: its name in its module.
        case: the number of its combination of parameters, counted from 0; 0 for a function without any.
    """

    function: str
    case: int


def direct_tests(items: Sequence[pytest.Item], plain: Collection[str]) -> dict[str, DirectTest]:
    """Of plain tests, those that can be called directly: id → where it is found.

    Whether this module understands a test's parameters as pytest does is tried on each of them.

    Args:
        items: as pytest has made them: the cases of a function in order.
        plain: the ids of the plain ones; see ``testing.fast_path``.
    """
    cases: Counter[tuple[int, str]] = Counter()
    tests = {}
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        key = id(item.module), item.originalname
        test = DirectTest(item.originalname, cases[key])
        cases[key] += 1
        if item.nodeid in plain and _is_same(FoundFunctions(item.module).find(test), item):
            tests[item.nodeid] = test
    return tests


class FoundFunctions:
    """The functions of one module, and the values for their parameters.

    Args:
        module: imported.
    """

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._axes: dict[str, list[list[Mapping[str, object]]]] = {}

    def find(self, test: DirectTest) -> Found | None:
        """The function and its arguments; None where the module has none such, on this engine."""
        function = vars(self._module).get(test.function)
        if not callable(function):
            return None
        if test.function not in self._axes:
            self._axes[test.function] = [_axis(mark) for mark in _parametrized(function)]
        axes = self._axes[test.function]
        rest = test.case
        arguments: dict[str, object] = {}
        if rest >= math.prod(map(len, axes)):
            return None
        # In pytest's order the values of the mark next to the function change last.
        for axis in reversed(axes):
            rest, position = divmod(rest, len(axis))
            arguments.update(axis[position])
        return function, arguments


def _parametrized(function: object) -> Iterator[Mark]:
    return (mark for mark in get_unpacked_marks(function) if mark.name == "parametrize")


def _axis(mark: Mark) -> list[Mapping[str, object]]:
    """The values that a mark gives, each with its parameter."""
    names, is_single = ParameterSet._parse_parametrize_args(*mark.args, **mark.kwargs)
    values = mark.kwargs["argvalues"] if "argvalues" in mark.kwargs else mark.args[1]
    sets = ParameterSet._parse_parametrize_parameters(values, is_single)
    return [dict(zip(names, each.values, strict=True)) for each in sets]


def _is_same(found: Found | None, item: pytest.Function) -> bool:
    if found is None or found[0] is not item.obj:
        return False
    arguments, expected = found[1], item.callspec.params if hasattr(item, "callspec") else {}
    return arguments.keys() == expected.keys() and all(arguments[name] is expected[name] for name in expected)

"""Typed cases in a frozen dataclass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from minigrad.scalar import Value


@dataclass(frozen=True)
class Case:
    build: Callable[[Value], Value]
    at: float
    slope: float

    def __str__(self) -> str:
        return f"at {self.at}"


@pytest.mark.parametrize("case", [Case(lambda v: v * v - v, 2.0, 3.0), Case(lambda v: v / 4 + v, 8.0, 1.25)], ids=str)
def test_slope(case: Case) -> None:
    variable = Value(case.at)
    case.build(variable).backward()
    assert variable.grad == case.slope

"""Points of a level, from how many of its broken engines are caught."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct


class LevelCount(Protocol):
    """What is counted of a level."""

    @property
    def caught(self) -> int:
        """How many of its broken engines are caught."""

    @property
    def total(self) -> int:
        """How many it has."""


class LevelScore(Struct, frozen=True, kw_only=True):
    """The points of one level; it has at least one broken engine to catch.

    Attributes:
        level: its name.
        caught: how many of its broken engines are caught.
        total: how many it has, at least 1.
        max_score: points for all of them.
    """

    level: str
    caught: int
    total: int
    max_score: float

    @property
    def score(self) -> float:
        """Points earned, rounded to two decimals."""
        return round(self.exact_score, 2)

    @property
    def exact_score(self) -> float:
        """Points earned: the share of the level that is caught, of what it is worth."""
        return self.max_score * self.caught / self.total

    @property
    def is_full(self) -> bool:
        """Whether all of it is caught."""
        return self.caught == self.total


class LevelScores(Struct, frozen=True):
    """The points of a grade, level by level.

    A level without a broken engine is left out: without controls there is no reversed order of operands, so nobody can
    earn points for it and nobody is asked to.

    Attributes:
        levels: those that have something to catch, from the easiest to the hardest.
        step: the smallest step of the score, in points.
    """

    levels: tuple[LevelScore, ...]
    step: float = 0.01

    @property
    def score(self) -> float:
        """Points earned, rounded to the step once and not level by level; never above ``max_score``."""
        exact = sum(level.exact_score for level in self.levels)
        # A sum of floats that means exactly half a step may lie a little below it.
        steps = math.floor(exact / self.step + 0.5 + 1e-9)
        return min(round(steps * self.step, 2), self.max_score)

    @property
    def max_score(self) -> float:
        """Points that can be earned, rounded to two decimals."""
        return round(sum(level.max_score for level in self.levels), 2)


def score_levels(
    levels: Iterable[tuple[str, LevelCount]], worth: Mapping[str, float], step: float = 0.01
) -> LevelScores:
    """Score the levels of a grade.

    Args:
        levels: each level with its name, from the easiest to the hardest.
        worth: the name of a level → points for all of it.
        step: the smallest step of the score, in points.
    """
    return LevelScores(
        tuple(
            LevelScore(level=name, caught=level.caught, total=level.total, max_score=worth[name])
            for name, level in levels
            if level.total
        ),
        step,
    )

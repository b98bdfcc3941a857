"""Figures about a class: counts, the distribution of points, and the most missed sites."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import RedactedGrade

BINS = 10
"""Bars of the distribution."""

MOST_MISSED = 12
"""How many sites are listed. The matrix shows the rest."""


SINGLE = ("sites", "diamonds")
"""The level whose cases are ranked: of suites, and of engines."""


class Bin(Struct, frozen=True):
    """Submissions with at least ``least`` points and fewer than ``below``; the last bin has the full score too."""

    least: float
    below: float
    count: int


class Missed(Struct, frozen=True):
    """A single site and how many of the graded submissions miss it."""

    name: str
    count: int


class Totals(Struct, frozen=True, kw_only=True):
    """How a class did.

    Attributes:
        submissions: how many were handed in.
        catching: how many catch the break.
        ungradable: how many could not be graded.
        median: of the points of those that could; None where there are none.
        max_score: the points that can be had.
    """

    submissions: int
    catching: int
    ungradable: int
    median: float | None
    max_score: float


def graded(grades: Sequence[RedactedGrade]) -> list[RedactedGrade]:
    """The submissions that could be graded. The points of the others mean nothing."""
    return [each for each in grades if each.grade.verdict is not GradeVerdict.NOT_GRADABLE]


def totals(grades: Sequence[RedactedGrade]) -> Totals:
    """The numbers of the headline."""
    scores = [each.grade.score for each in graded(grades)]
    return Totals(
        submissions=len(grades),
        catching=sum(each.grade.verdict.is_success for each in grades),
        ungradable=len(grades) - len(scores),
        median=median(scores) if scores else None,
        max_score=max((each.grade.max_score for each in grades), default=0.0),
    )


def distribution(grades: Sequence[RedactedGrade]) -> tuple[Bin, ...]:
    """How many submissions have how many points, in bins of equal width, the best first."""
    most = totals(grades).max_score
    counts = [0] * BINS
    for each in graded(grades):
        counts[min(int(BINS * each.grade.score / most), BINS - 1) if most else 0] += 1
    bins = [Bin(most * index / BINS, most * (index + 1) / BINS, count) for index, count in enumerate(counts)]
    return tuple(reversed(bins))


def most_missed(grades: Sequence[RedactedGrade]) -> tuple[Missed, ...]:
    """Single sites by how many submissions miss them, the most first; equals stay in the engine's order."""
    counts: dict[str, int] = {}
    for each in graded(grades):
        for case in each.cases:
            if case.level in SINGLE:
                counts[case.name] = counts.get(case.name, 0) + (not case.is_caught)
    found = [Missed(name, count) for name, count in counts.items() if count]
    return tuple(sorted(found, key=lambda each: -each.count)[:MOST_MISSED])

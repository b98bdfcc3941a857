"""The page for one submission's author: the verdict, what is caught by which test, and what to write next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup
from msgspec import Struct

from gradbreak.grading.grade_types import GradeVerdict, NextTest
from gradbreak.grading.output.handout import Case, Handout
from gradbreak.grading.output.wording import ISOLATIONS, VERDICTS, is_full, score_line, tests_line
from gradbreak.grading.pages.diff_lines import DiffLine, diff_lines
from gradbreak.grading.pages.rendering import render
from gradbreak.report.source_view import highlighted

MOST_COLUMNS = 30
"""Tests that get a column of their own; a table of more cannot be read, so the busiest are kept."""


class LevelRow(Struct, frozen=True, kw_only=True):
    """One level in the first table.

    Attributes:
        name: of the level.
        caught: of how many broken engines; None where counts are kept back.
        total: None likewise.
        score: points.
        max_score: points.
        is_full: everything is caught.
    """

    name: str
    caught: int | None
    total: int | None
    score: float
    max_score: float
    is_full: bool


class Column(Struct, frozen=True):
    """A test in the matrix: its number in ``Handout.tests``, its name, and how many engines it catches."""

    index: int
    test: str
    caught: int


class Group(Struct, frozen=True):
    """The broken engines of one level."""

    level: str
    cases: tuple[Case, ...]


class Diff(Struct, frozen=True):
    """What a missed engine changes; ``names`` are those of all levels that it is missed on."""

    names: tuple[str, ...]
    lines: tuple[DiffLine, ...]


class Next(Struct, frozen=True):
    """A test to write, with its source line by line."""

    test: NextTest
    lines: tuple[Markup, ...]


def submission_page(handout: Handout) -> str:
    """The page, with no more on it than the handout holds."""
    grade = handout.grade
    gradable = grade.verdict is not GradeVerdict.NOT_GRADABLE
    columns = _columns(handout)
    return render(
        "submission.html.j2",
        handout=handout,
        grade=grade,
        gradable=gradable,
        headline=VERDICTS[grade.verdict],
        lede=[part for part in (score_line(handout), tests_line(handout)) if part],
        levels=tuple(_levels(handout)) if gradable else (),
        groups=tuple(_groups(handout.cases)) if gradable and grade.set_aside is not None else (),
        columns=columns,
        left_out=len(handout.tests) - len(columns),
        diffs=tuple(_diffs(handout.cases)) if gradable else (),
        next_tests=tuple(Next(test, tuple(highlighted(test.source))) for test in grade.next_tests or ()),
        isolation=ISOLATIONS[grade.isolation],
    )


def _levels(handout: Handout) -> Iterator[LevelRow]:
    for points in handout.points:
        level = getattr(handout.grade.levels, points.level) if handout.grade.levels is not None else None
        yield LevelRow(
            name=points.level,
            caught=level.caught if level is not None else None,
            total=level.total if level is not None else None,
            score=points.score,
            max_score=points.max_score,
            is_full=is_full(handout, points),
        )


def _columns(handout: Handout) -> tuple[Column, ...]:
    """As many tests as fit, in the order of the submission; where there are more, those that catch most."""
    counts = [sum(index in case.caught_by for case in handout.cases) for index in range(len(handout.tests))]
    kept = sorted(range(len(counts)), key=lambda index: (-counts[index], index))[:MOST_COLUMNS]
    return tuple(Column(index, handout.tests[index], counts[index]) for index in sorted(kept))


def _groups(cases: Sequence[Case]) -> Iterator[Group]:
    for level, of_level in groupby(cases, key=lambda case: case.level):
        yield Group(level, tuple(of_level))


def _diffs(cases: Sequence[Case]) -> Iterator[Diff]:
    """Each missed change once: a site's change is the same on both levels that it counts for."""
    names: dict[str, list[str]] = {}
    for case in cases:
        if not case.is_caught and case.diff and case.name not in names.setdefault(case.diff, []):
            names[case.diff].append(case.name)
    for diff, of_diff in names.items():
        yield Diff(tuple(of_diff), diff_lines(diff))

"""The teacher's page: who caught what, how the points are spread, what is missed most, which suites look alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from gradbreak.grading.grade_types import GradeVerdict
from gradbreak.grading.output.handout import Handout
from gradbreak.grading.pages.class_figures import distribution, graded, most_missed, totals
from gradbreak.grading.pages.rendering import render
from gradbreak.grading.pages.similar import alike


class ClassEntry(Struct, frozen=True):
    """A submission on the class page: its grade with all names, and the address of its own page."""

    handout: Handout
    href: str


class Head(Struct, frozen=True):
    """The columns of one level."""

    level: str
    names: tuple[str, ...]


def class_page(entries: Sequence[ClassEntry]) -> str:
    """The page; the best submissions come first, equal ones by name.

    Args:
        entries: with names shown, as this page is the teacher's.
    """
    ordered = sorted(entries, key=_rank)
    handouts = [entry.handout for entry in ordered]
    cases = next((each.cases for each in handouts), ())
    return render(
        "class.html.j2",
        totals=totals(handouts),
        entries=ordered,
        heads=[
            Head(level, tuple(case.name for case in of_level))
            for level, of_level in groupby(cases, key=lambda case: case.level)
        ],
        bins=distribution(handouts),
        graded=len(graded(handouts)),
        missed=most_missed(handouts),
        groups=[(group, [ordered[index] for index in group.members]) for group in alike(handouts)],
        is_gradable=lambda entry: entry.handout.grade.verdict is not GradeVerdict.NOT_GRADABLE,
    )


def _rank(entry: ClassEntry) -> tuple[bool, float, str]:
    grade = entry.handout.grade
    return grade.verdict is GradeVerdict.NOT_GRADABLE, -grade.score, grade.submission

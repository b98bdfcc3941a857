"""The teacher's page: what each submission catches, how points are spread, the most missed sites, similar suites."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.wording import Wording
from gradbreak.grading.pages.class_figures import distribution, graded, most_missed, totals
from gradbreak.grading.pages.rendering import render
from gradbreak.grading.pages.similar import alike


class ClassEntry(Struct, frozen=True):
    """A submission on the class page: its grade with all names, and the address of its own page."""

    redacted: RedactedGrade
    href: str


class LevelColumns(Struct, frozen=True):
    """The columns of one level."""

    level: str
    names: tuple[str, ...]


def class_page(entries: Sequence[ClassEntry], language: str = "en") -> str:
    """The page. The best submissions come first, equal ones by name.

    Args:
        entries: with all names, because this page is for the teacher.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    ordered = sorted(entries, key=_rank)
    grades = [entry.redacted for entry in ordered]
    cases = next((each.cases for each in grades), ())
    return render(
        "class.html.j2",
        Wording(language),
        totals=totals(grades),
        entries=ordered,
        heads=[
            LevelColumns(level, tuple(case.name for case in of_level))
            for level, of_level in groupby(cases, key=lambda case: case.level)
        ],
        bins=distribution(grades),
        graded=len(graded(grades)),
        missed=most_missed(grades),
        groups=[(group, [ordered[index] for index in group.members]) for group in alike(grades)],
        is_gradable=lambda entry: entry.redacted.grade.verdict is not GradeVerdict.NOT_GRADABLE,
    )


def _rank(entry: ClassEntry) -> tuple[bool, float, str]:
    grade = entry.redacted.grade
    return grade.verdict is GradeVerdict.NOT_GRADABLE, -grade.score, grade.submission

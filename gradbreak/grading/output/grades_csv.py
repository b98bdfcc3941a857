"""``grades.csv``: a batch as a table, for the teacher."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from gradbreak.grading.model import ACCUMULATION, OTHER_LEVELS
from gradbreak.grading.output.redacted_grade import ShownEngineLevels, ShownGrade, ShownLevels
from gradbreak.grading.output.untrusted import cell, printable
from gradbreak.grading.output.wording import points


def grades_csv(grades: Sequence[ShownGrade]) -> str:
    """A row of titles, then a row for each grade in the order given.

    Args:
        grades: with names, because levels are withheld otherwise.
    """
    found = dict.fromkeys(name for grade in grades for name, _ in _levels(grade).named())
    of_suites = [*ACCUMULATION, *(name for name in OTHER_LEVELS if name in found)]
    levels = of_suites if found.keys() <= set(of_suites) else list(found)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    counts = [f"{level}_{count}" for level in levels for count in ("caught", "total")]
    writer.writerow(["submission", "verdict", "score", "max_score", *counts, "tests_valid", "tests_total", "isolation"])
    writer.writerows(_row(grade, levels) for grade in grades)
    return file.getvalue()


def _levels(grade: ShownGrade) -> ShownLevels | ShownEngineLevels:
    assert grade.levels is not None  # the table is for the teacher, who sees all
    return grade.levels


def _row(grade: ShownGrade, levels: Sequence[str]) -> list[str]:
    assert grade.tests is not None  # as the levels
    shown = dict(_levels(grade).named())
    counts = [str(count) for name in levels for count in (shown[name].caught, shown[name].total)]
    return [
        cell(printable(grade.submission)),
        grade.verdict.value,
        points(grade.score),
        points(grade.max_score),
        *counts,
        str(grade.tests.valid),
        str(grade.tests.total),
        grade.isolation.value,
    ]

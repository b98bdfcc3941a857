"""``grades.csv``: a batch as a table, for the teacher."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from gradbreak.grading.model import Levels
from gradbreak.grading.output.redacted_grade import ShownGrade
from gradbreak.grading.output.untrusted import cell, printable
from gradbreak.grading.output.wording import points

COLUMNS = (
    "submission",
    "verdict",
    "score",
    "max_score",
    *(f"{level}_{count}" for level in Levels.__struct_fields__ for count in ("caught", "total")),
    "tests_valid",
    "tests_total",
    "isolation",
)


def grades_csv(grades: Sequence[ShownGrade]) -> str:
    """A row of titles, then a row for each grade in the order given.

    Args:
        grades: with names, because levels are withheld otherwise.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(grade) for grade in grades)
    return file.getvalue()


def _row(grade: ShownGrade) -> list[str]:
    assert grade.levels is not None  # the table is for the teacher, who sees all
    assert grade.tests is not None
    counts = [str(count) for _, level in grade.levels.named() for count in (level.caught, level.total)]
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

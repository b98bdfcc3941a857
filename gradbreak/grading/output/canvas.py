"""``--format canvas``: a CSV file that Canvas's gradebook imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from gradbreak.errors import GradbreakError
from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.roster import Roster, match
from gradbreak.grading.output.student_columns import CANVAS_KEYS
from gradbreak.grading.output.untrusted import cell
from gradbreak.grading.output.wording import points

STUDENT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""The columns by which Canvas identifies a student. Section is the last column before the assignments."""


def canvas(grades: Sequence[RedactedGrade], title: str, roster: Roster | None) -> str:
    """A row for each student.

    With a roster it has the roster's students, in its order. Without one, a submission's name is taken
    for the student's ID where it is a number, else for the login. The cell of what could not be graded
    stays empty, so that the gradebook does not change and the teacher decides; so does that of a student
    whose submission is not certain.

    Args:
        grades: the grades.
        title: the title of the assignment's column. Canvas wants the assignment's id in it: ``Homework 3 (1234)``.
        roster: the gradebook's export.

    Raises:
        GradbreakError: the roster is none of Canvas.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*STUDENT, cell(title)])
    most = points(grades[0].grade.max_score) if grades else ""
    writer.writerow(["    Points Possible", *[""] * (len(STUDENT) - 1), most])
    if roster is None:
        for redacted in grades:
            writer.writerow([*_unlisted(redacted.grade.submission), marked(redacted)])
        return file.getvalue()
    if not {"Student", *CANVAS_KEYS} & set(roster.columns):
        raise GradbreakError(
            "the roster has no column that identifies students in Canvas", "Name the gradebook's export of Canvas"
        )
    by_name = {redacted.grade.submission: redacted for redacted in grades}
    matched = match(tuple(by_name), roster, CANVAS_KEYS)
    for index, student in enumerate(roster.students):
        name = matched.submissions.get(index)
        mark = marked(by_name[name]) if name is not None else ""
        writer.writerow([*(cell(student.get(column, "")) for column in STUDENT), mark])
    return file.getvalue()


def _unlisted(name: str) -> list[str]:
    number, login = (name, "") if name.isdecimal() else ("", name)
    return [cell(name), number, "", cell(login), ""]


def marked(redacted: RedactedGrade) -> str:
    """The score; empty where the submission could not be graded."""
    grade = redacted.grade
    return points(grade.score) if grade.verdict is not GradeVerdict.NOT_GRADABLE else ""

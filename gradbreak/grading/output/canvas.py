"""``--format canvas``: a CSV file that Canvas's gradebook imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.roster import Roster, match
from gradbreak.grading.output.untrusted import cell
from gradbreak.grading.output.wording import points

STUDENT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""The columns by which Canvas identifies a student. Section is the last column before the assignments."""

KEYS = ("ID", "SIS User ID", "SIS Login ID")


def canvas(grades: Sequence[RedactedGrade], title: str, roster: Roster | None) -> str:
    """A row for each student.

    With a roster it has the roster's students, in its order. Without one, a submission's name is taken
    for the student's ID where it is a number, else for the login. The cell of what could not be graded
    stays empty, so that the gradebook does not change and the teacher decides.

    Args:
        grades: the grades.
        title: the title of the assignment's column. Canvas wants the assignment's id in it: ``Homework 3 (1234)``.
        roster: the gradebook's export.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*STUDENT, title])
    most = points(grades[0].grade.max_score) if grades else ""
    writer.writerow(["    Points Possible", *[""] * (len(STUDENT) - 1), most])
    if roster is None:
        for redacted in grades:
            writer.writerow([*_unlisted(redacted.grade.submission), marked(redacted)])
        return file.getvalue()
    by_name = {redacted.grade.submission: redacted for redacted in grades}
    matched = match(tuple(by_name), roster, KEYS)
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

"""``--format moodle``: a CSV file for Moodle's import of grades."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from gradbreak.errors import GradbreakError
from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.canvas import marked
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.roster import Roster, match
from gradbreak.grading.output.untrusted import cell
from gradbreak.grading.output.wording import Wording
from gradbreak.texts import say

KEYS = {
    "userid": ("userid",),
    "useridnumber": ("useridnumber", "ID number"),
    "username": ("username", "Username"),
    "useremail": ("useremail", "Email address"),
}
"""What Moodle identifies a user by → the columns of an export that hold it."""

_MOST_REASONS = 5
"""How many tests that were set aside are listed with their reasons in a cell."""


def moodle(grades: Sequence[RedactedGrade], roster: Roster | None, wording: Wording) -> str:
    """A row for each submission: who, the grade, and feedback in a sentence or two.

    Moodle refuses the whole file if one user is unknown, so with a roster only its students are in the file.
    Without one the submission's name is the key: an address where every name has an @, an ID number where
    every name is one, else a user name.

    Args:
        grades: the grades.
        roster: the gradebook's export.
        wording: the language of the feedback.

    Raises:
        GradbreakError: the roster has no column that identifies Moodle users.
    """
    key, rows = _by_name(grades) if roster is None else _by_roster(grades, roster)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([key, "grade", "feedback"])
    writer.writerows([cell(who), marked(redacted), _feedback(redacted, wording)] for who, redacted in rows)
    return file.getvalue()


def roster_keys() -> tuple[str, ...]:
    """Every column of a roster that may identify a student."""
    return tuple(column for columns in KEYS.values() for column in columns)


def _by_name(grades: Sequence[RedactedGrade]) -> tuple[str, list[tuple[str, RedactedGrade]]]:
    names = [redacted.grade.submission for redacted in grades]
    if names and all("@" in name for name in names):
        key = "useremail"
    elif names and all(name.isdecimal() for name in names):
        key = "useridnumber"
    else:
        key = "username"
    return key, list(zip(names, grades, strict=True))


def _by_roster(grades: Sequence[RedactedGrade], roster: Roster) -> tuple[str, list[tuple[str, RedactedGrade]]]:
    known = [(key, column) for key, columns in KEYS.items() for column in columns if column in roster.columns]
    if not known:
        raise GradbreakError(
            "the roster has no column that identifies Moodle users",
            f"Name one of its columns {', '.join(roster_keys())}",
        )
    key, column = known[0]
    by_name = {redacted.grade.submission: redacted for redacted in grades}
    matched = match(tuple(by_name), roster, roster_keys())
    return key, [
        (roster.students[index].get(column, ""), by_name[name]) for index, name in sorted(matched.submissions.items())
    ]


def _feedback(redacted: RedactedGrade, wording: Wording) -> str:
    """Feedback for one submission. It begins with the verdict, so no spreadsheet reads it as a formula."""
    grade = redacted.grade
    parts = [wording.verdict(grade.verdict), wording.tests_line(redacted)]
    if grade.levels is not None and grade.verdict is not GradeVerdict.NOT_GRADABLE:
        parts += [
            say(wording.texts.missed_of, level=name, names=wording.listed(level.missed))
            for name, level in grade.levels.named()
            if level.missed
        ]
    if grade.set_aside:
        aside = [f"{each.test} ({each.reason})" for each in grade.set_aside]
        parts.append(say(wording.texts.set_aside_line, tests=wording.listed(aside, _MOST_REASONS)))
    return "; ".join(filter(None, parts))

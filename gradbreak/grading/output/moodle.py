"""``--format moodle``: a CSV file for Moodle's import of grades, or a grading worksheet with the marks filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence

from gradbreak.errors import GradbreakError
from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.canvas import marked
from gradbreak.grading.output.engine_wording import EngineWording
from gradbreak.grading.output.redacted_grade import RedactedGrade, ShownLevels
from gradbreak.grading.output.roster import Roster, match
from gradbreak.grading.output.student_columns import (
    MOODLE_KEYS,
    PARTICIPANT,
    WORKSHEET_FEEDBACK,
    WORKSHEET_GRADE,
)
from gradbreak.grading.output.untrusted import cell
from gradbreak.grading.output.wording import Wording
from gradbreak.texts import say
from gradbreak.texts.reasons import reason

_MOST_REASONS = 5
"""How many tests that were set aside are listed with their reasons in a cell."""


def moodle(grades: Sequence[RedactedGrade], roster: Roster | None, wording: Wording) -> str:
    """A row for each submission: who, the grade, and feedback in a sentence or two.

    Moodle refuses the whole file if one user is unknown, so with a roster only its students are in the file. If the
    roster is a grading worksheet, with ``Participant 4711`` in it, that worksheet comes back with marks and feedback.
    A student whose submission is not certain has an empty grade, and the reason as feedback. Without a roster the
    submission's name is the key: an address where every name has an @, an ID number where every name is one, else a
    user name.

    Args:
        grades: the grades.
        roster: the gradebook's export.
        wording: the language of the feedback.

    Raises:
        GradbreakError: the roster has no column that identifies Moodle users.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    if roster is None:
        key, named = _by_name(grades)
        writer.writerow([key, "grade", "feedback"])
        writer.writerows([cell(who), marked(each), cell(_feedback(each, wording))] for who, each in named)
        return file.getvalue()
    matched = match([each.grade.submission for each in grades], roster, roster_keys())
    by_name = {each.grade.submission: each for each in grades}
    language = wording.texts.language
    said: dict[int, tuple[str, str]] = {index: ("", reason(why, language)) for index, why in matched.doubtful.items()}
    for index, name in matched.submissions.items():
        said[index] = (marked(by_name[name]), _feedback(by_name[name], wording))
    rows = [(roster.students[index], *each) for index, each in sorted(said.items())]
    writer.writerows(_worksheet(roster, rows) if _is_worksheet(roster) else _import(roster, rows))
    return file.getvalue()


def roster_keys() -> tuple[str, ...]:
    """Every column of a roster that may identify a student."""
    return tuple(column for columns in MOODLE_KEYS.values() for column in columns)


def _is_worksheet(roster: Roster) -> bool:
    return all(_first(roster, titles) for titles in (PARTICIPANT, WORKSHEET_GRADE))


def _first(roster: Roster, titles: Collection[str]) -> str:
    return next((title for title in titles if title in roster.columns), "")


def _worksheet(roster: Roster, rows: Sequence[tuple[Mapping[str, str], str, str]]) -> list[list[str]]:
    grade, feedback = _first(roster, WORKSHEET_GRADE), _first(roster, WORKSHEET_FEEDBACK)
    filled = [{**student, grade: mark, feedback: text} for student, mark, text in rows]
    return [
        [cell(title) for title in roster.columns],
        *([cell(row.get(title, "")) for title in roster.columns] for row in filled),
    ]


def _import(roster: Roster, rows: Sequence[tuple[Mapping[str, str], str, str]]) -> list[list[str]]:
    known = [(key, column) for key, columns in MOODLE_KEYS.items() for column in columns if column in roster.columns]
    if not known:
        raise GradbreakError(
            "the roster has no column that identifies Moodle users",
            f"Name one of its columns {', '.join(roster_keys())}",
        )
    # A column may be there and empty: not every school gives its students numbers.
    full = [each for each in known if all(student.get(each[1], "").strip() for student, _, _ in rows)]
    key, column = (full or known)[0]
    return [
        [key, "grade", "feedback"],
        *([cell(student.get(column, "")), mark, cell(text)] for student, mark, text in rows),
    ]


def _by_name(grades: Sequence[RedactedGrade]) -> tuple[str, list[tuple[str, RedactedGrade]]]:
    names = [redacted.grade.submission for redacted in grades]
    if names and all("@" in name for name in names):
        key = "useremail"
    elif names and all(name.isdecimal() for name in names):
        key = "useridnumber"
    else:
        key = "username"
    return key, list(zip(names, grades, strict=True))


def _feedback(redacted: RedactedGrade, wording: Wording) -> str:
    """Feedback for one submission, in the sentences that a teacher would write."""
    if isinstance(wording, EngineWording):
        return wording.feedback(redacted)
    grade, texts = redacted.grade, wording.texts.feedback
    sentences = [
        {
            GradeVerdict.CATCHES: texts.catches,
            GradeVerdict.MISSES: texts.misses,
            GradeVerdict.NOT_GRADABLE: texts.not_gradable,
        }[grade.verdict]
    ]
    if grade.verdict is not GradeVerdict.NOT_GRADABLE:
        if grade.tests is not None:
            counts = texts.all_count if grade.tests.valid == grade.tests.total else texts.some_count
            if grade.tests.valid == grade.tests.total == 1:
                counts = texts.one_counts
            sentences.append(say(counts, valid=grade.tests.valid, total=grade.tests.total))
        if isinstance(grade.levels, ShownLevels) and grade.levels.sites.missed is not None:
            sentences += _missed(grade.levels, wording)
    wrong = {each.test: wording.plain_about_test(each) for each in redacted.own if each.expectation is not None}
    if grade.set_aside:
        aside = [f"{each.test} ({wrong.get(each.test, each.reason).rstrip('.')})" for each in grade.set_aside]
        sentences.append(say(texts.set_aside, tests=wording.listed(aside, _MOST_REASONS)))
    return " ".join(sentences)


def _missed(levels: ShownLevels, wording: Wording) -> list[str]:
    texts = wording.texts.feedback
    sites = levels.sites.missed or ()
    turned = [name for name in levels.order_proof.missed or () if name not in sites]
    if not levels.sites.caught and levels.sites.total:
        return [texts.missed_all]
    said = [say(texts.missed, names=wording.listed(sites))] if sites else []
    if turned:
        said.append(say(texts.one_order, names=wording.listed(turned)))
    return said or [texts.nothing_missed]

from __future__ import annotations

import csv
import io

import pytest

from gradbreak.errors import GradbreakError
from gradbreak.grading.model import FeedbackPolicy, IgnoredTest
from gradbreak.grading.output.moodle import moodle
from gradbreak.grading.output.roster import Roster
from gradbreak.grading.output.wording import Wording
from tests.gradbreak.grading.sample_grades import BROKEN, EXPLAINED, STRONG, WEAK, graded, redacted

ENGLISH = Wording()


def rows(*grades, roster=None) -> list[list[str]]:
    return list(csv.reader(io.StringIO(moodle(grades, roster, ENGLISH))))


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("a@b.org", "c@d.org"), "useremail"),
        (("17", "18"), "useridnumber"),
        (("anna", "17"), "username"),
        (("anna", "c@d.org"), "username"),
    ],
)
def test_the_key_is_what_every_name_can_be(names, key):
    assert rows(*(redacted(graded(name)) for name in names))[0] == [key, "grade", "feedback"]


def test_only_the_roster_s_students_are_in_the_file():
    roster = Roster(columns=("First name", "Email address"), students=({"Email address": "bo"},))
    assert [row[:2] for row in rows(redacted(), redacted(STRONG), roster=roster)] == [
        ["useremail", "grade"],
        ["bo", "100"],
    ]


def test_a_roster_without_a_key_is_refused():
    with pytest.raises(GradbreakError, match="no column that identifies Moodle users"):
        rows(redacted(), roster=Roster(columns=("Name",), students=()))


def test_feedback_says_what_is_missed_and_what_is_set_aside():
    (_, (_, _, feedback)) = rows(redacted())
    assert feedback == (
        "Your tests catch the break: they fail when gradients are replaced instead of added up."
        " 2 of your 3 tests count. If one of these writes alone is broken, no test fails: tanh.self."
        " Not counted: test_a.py::test_repr (it depends on a label)."
    )


def test_feedback_keeps_to_the_policy():
    assert rows(redacted(policy=FeedbackPolicy.VERDICT))[1] == [
        "anna",
        "84",
        "Your tests catch the break: they fail when gradients are replaced instead of added up.",
    ]


def test_what_could_not_be_graded_has_no_grade_and_a_reason():
    (_, (_, grade, feedback)) = rows(redacted(BROKEN))
    assert grade == ""
    assert feedback.endswith("Not counted: test_d.py (SyntaxError: invalid syntax (line 3)).")


def test_no_cell_is_a_formula():
    hostile = IgnoredTest(test="=1", reason="@x")
    cells = [each for row in rows(redacted(graded("+1", set_aside=(hostile,)))) for each in row]
    assert [each for each in cells if each.startswith(("=", "+", "-", "@"))] == []


WORKSHEET = Roster(
    columns=("Identifier", "Full name", "Status", "Grade", "Last modified (grade)", "Feedback comments"),
    students=(
        {"Identifier": "Participant 1", "Full name": "Anna A", "Status": "Submitted", "Last modified (grade)": "-"},
        {"Identifier": "Participant 2", "Full name": "Bo B", "Status": "Submitted", "Last modified (grade)": "-"},
    ),
)


def test_a_grading_worksheet_comes_back_with_marks_and_feedback():
    (titles, row) = rows(redacted(graded("Anna A_1_assignsubmission_file_")), roster=WORKSHEET)
    assert titles == list(WORKSHEET.columns)
    assert row[:5] == ["Participant 1", "Anna A", "Submitted", "84", "-"]
    assert row[5].startswith("Your tests catch the break:")


def test_a_student_with_two_submissions_has_no_grade_and_the_reason():
    names = ("Anna A_1_assignsubmission_file_", "Anna A")
    (_, row) = rows(*(redacted(graded(name)) for name in names), roster=WORKSHEET)
    assert (row[3], row[5]) == ("", f"several submissions fit Anna A: {', '.join(names)}")


def test_a_key_that_is_empty_for_a_student_is_not_taken():
    students = ({"ID number": "", "First name": "Bo", "Last name": "B", "Email address": "bo"},)
    roster = Roster(columns=("ID number", "First name", "Last name", "Email address"), students=students)
    assert rows(redacted(STRONG), roster=roster)[1][:2] == ["bo", "100"]


def test_feedback_says_what_a_test_expected_wrongly_and_has_no_markup():
    (_, (_, _, feedback)) = rows(redacted(EXPLAINED))
    assert "Not counted: t.py::test_wrong (You expected a.g to be 9; a correct engine gives 6.0)." in feedback


def test_who_misses_everything_is_told_in_one_sentence_and_who_misses_nothing_too():
    (_, (_, _, weak)) = rows(redacted(WEAK))
    assert "None of your tests fails when a single write is broken." in weak
    (_, (_, _, strong)) = rows(redacted(STRONG))
    assert "Nothing is missed." in strong


def test_one_test_is_not_counted_like_many():
    (_, (_, _, feedback)) = rows(redacted(graded(tests=("t.py::test_a",), set_aside=())))
    assert "Your test counts." in feedback
    assert "All 1" not in feedback

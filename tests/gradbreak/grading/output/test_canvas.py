from __future__ import annotations

import csv
import io

import pytest

from gradbreak.errors import GradbreakError
from gradbreak.grading.output.canvas import canvas
from gradbreak.grading.output.roster import Roster
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, STRONG, graded, redacted

TITLE = "Homework 3 (1234)"
ROSTER = Roster(
    columns=("Student", "ID", "SIS Login ID", "Section"),
    students=(
        {"Student": "Doe, Jane", "ID": "7", "SIS Login ID": "bo", "Section": "A"},
        {"Student": "=Evil", "ID": "8", "SIS Login ID": "nobody", "Section": "A"},
        {"Student": "Roe, Ann", "ID": "9", "SIS Login ID": "anna", "Section": "B"},
    ),
)


def rows(*grades, roster=None) -> list[list[str]]:
    return list(csv.reader(io.StringIO(canvas(grades, TITLE, roster))))


def test_section_is_the_last_column_before_the_assignment():
    assert rows(redacted())[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE]


def test_the_second_row_has_the_points_that_are_possible():
    assert rows(redacted())[1] == ["    Points Possible", "", "", "", "", "100"]


def test_without_a_roster_a_name_is_a_login_and_a_number_an_id():
    assert rows(redacted(), redacted(graded("4711")))[2:] == [
        ["anna", "", "", "anna", "", "84"],
        ["4711", "4711", "", "", "", "84"],
    ]


def test_with_a_roster_each_of_its_students_has_a_row_in_its_order():
    assert rows(redacted(), redacted(STRONG), roster=ROSTER)[2:] == [
        ["Doe, Jane", "7", "", "bo", "A", "100"],
        ["'=Evil", "8", "", "nobody", "A", ""],
        ["Roe, Ann", "9", "", "anna", "B", "84"],
    ]


def test_what_could_not_be_graded_stays_empty_and_is_not_a_zero():
    assert rows(redacted(BROKEN))[2][-1] == ""


def test_a_name_cannot_be_a_formula():
    assert rows(redacted(graded("=HYPERLINK(1)")))[2][0] == "'=HYPERLINK(1)"


def test_every_row_has_as_many_cells_as_the_titles():
    assert {len(row) for row in rows(redacted(MIDDLING), redacted(graded('a,"b"\n')))} == {6}


def test_a_roster_of_another_system_is_refused():
    with pytest.raises(GradbreakError, match="no column that identifies students in Canvas"):
        rows(redacted(), roster=Roster(columns=("Email address",), students=()))


def test_a_student_with_two_submissions_has_an_empty_cell():
    two = [redacted(graded(name)) for name in ("anna", "roeann_9_55_a")]
    assert [row[-1] for row in rows(*two, roster=ROSTER)[2:]] == ["", "", ""]

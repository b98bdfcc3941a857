from __future__ import annotations

import pytest

from gradbreak.errors import ExitCode, GradbreakError
from gradbreak.grading.output.roster import Roster, match, read_roster


@pytest.fixture
def roster(tmp_path) -> Roster:
    file = tmp_path / "roster.csv"
    file.write_text(
        "\ufeffStudent,ID,SIS Login ID\n    Points Possible,,\n"
        '"Doe, Jane",101,jdoe\n"Poe, Edgar",102,\n"Roe, Ann",103,101\n\n',
        encoding="utf-8",
    )
    return read_roster(file)


KEYS = ("ID", "SIS Login ID")


def test_the_row_of_points_is_no_student(roster):
    assert roster.columns == ("Student", "ID", "SIS Login ID")
    assert [student["Student"] for student in roster.students] == ["Doe, Jane", "Poe, Edgar", "Roe, Ann"]


def test_a_name_that_is_a_key_finds_its_student(roster):
    assert match(["JDoe", "102"], roster, KEYS).submissions == {0: "JDoe", 1: "102"}


def test_a_key_between_underscores_finds_its_student(roster):
    assert match(["poeedgar_LATE_102_77_test"], roster, KEYS).submissions == {1: "poeedgar_LATE_102_77_test"}


def test_a_name_that_fits_two_students_fits_none(roster):
    assert match(["101"], roster, KEYS).unknown == ("101",)


def test_a_second_submission_of_one_student_is_left_to_the_teacher(roster):
    assert match(["102", "x_102"], roster, KEYS).unknown == ("x_102",)


def test_an_empty_key_fits_nobody(roster):
    assert match([""], roster, KEYS).unknown == ("",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory. Name the gradebook's CSV export"),
        (b"", "is empty. Export the gradebook again, as CSV"),
        (b"\xff\xfe\x00", "is not a CSV file in UTF-8. Export the gradebook again, as CSV"),
    ],
)
def test_a_roster_that_cannot_be_used_is_named(tmp_path, content, message):
    file = tmp_path / "roster.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(GradbreakError) as raised:
        read_roster(file)
    assert str(raised.value) == f"{file} {message}"
    assert raised.value.exit_code == ExitCode.USAGE

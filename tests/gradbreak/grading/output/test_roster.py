from __future__ import annotations

import pytest

from gradbreak.errors import ExitCode, GradbreakError
from gradbreak.grading.output.roster import Roster, match, read_roster, reasons_without_mark


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
    assert match(["101"], roster, KEYS).submissions == {}


@pytest.mark.parametrize("names", [["102", "x_102"], ["x_102", "102"], ["102", "aaa_102_x", "poeedgar_102_7_a"]])
def test_several_submissions_that_fit_one_student_give_no_mark_and_a_reason(roster, names):
    matched = match(names, roster, KEYS)
    assert matched.submissions == {}
    assert list(matched.unknown) == names
    assert matched.doubtful == {1: f"several submissions fit Poe, Edgar: {', '.join(names)}"}


def test_an_empty_key_fits_nobody(roster):
    assert list(match([""], roster, KEYS).unknown) == [""]


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


MOODLE = Roster(
    columns=("Identifier", "Full name", "Email address"),
    students=(
        {"Identifier": "Participant 4711", "Full name": "Jane Doe", "Email address": "jane@x.org"},
        {"Identifier": "Participant 4712", "Full name": "José Núñez", "Email address": "jose@x.org"},
        {"Identifier": "Participant 4713", "Full name": "Jane Doe", "Email address": "other@x.org"},
    ),
)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("Jane Doe_4711_assignsubmission_file_", 0),
        ("Jane Doe_4713_assignsubmission_file_test_a", 2),
        ("Known by another name_4712_assignsubmission_file_", 1),
        ("José Núñez_999_assignsubmission_file_", 1),
        ("Jane Doe_999_assignsubmission_file_", None),
        ("José Núñez", 1),
        ("jose@X.org", 1),
        ("Participant_4711", 0),
        ("José Núñez_4712", 1),
        ("Jane Doe", None),
        ("José Núñez_4711_assignsubmission_file_", None),
    ],
)
def test_a_download_of_moodle_finds_its_student_or_none(name, index):
    assert match([name], MOODLE, ["Email address"]).submissions == ({index: name} if index is not None else {})


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("doejane_101_9001_test_a", 0),
        ("doejane_101", 0),
        ("poeedgar_LATE_102_9002_a-1", 1),
        ("poeedgar_101_9003_a", None),
        ("roeann_555_9004_a", 2),
    ],
)
def test_a_download_of_canvas_finds_its_student_or_none(roster, name, index):
    assert match([name], roster, KEYS).submissions == ({index: name} if index is not None else {})


def test_first_and_last_names_in_columns_of_their_own_name_a_student():
    students = ({"First name": "Jane", "Last name": "Doe", "ID number": "2001"},)
    roster = Roster(columns=("First name", "Last name", "ID number"), students=students)
    name = "Jane Doe_4711_assignsubmission_file_"
    assert match([name], roster, ["ID number"]).submissions == {0: name}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_roster_is_read_whatever_separates_its_cells(tmp_path, separator, encoding):
    file = tmp_path / "roster.csv"
    rows = [["Student", "ID", "SIS Login ID"], ['"Müller, Jörg"', "1", "a;b,c" if separator == "\t" else "jm"]]
    file.write_text("".join(separator.join(row) + "\r\n" for row in rows), encoding=encoding, newline="")
    (student,) = read_roster(file).students
    assert (student["Student"], student["ID"]) == ("Müller, Jörg", "1")


@pytest.mark.parametrize("content", ["<html><body>Log in</body></html>\n", "test,points\na,1\n", "just a text\n"])
def test_a_file_that_is_no_roster_is_named(tmp_path, content):
    file = tmp_path / "roster.csv"
    file.write_text(content)
    with pytest.raises(GradbreakError, match="is no roster: none of its columns names a student"):
        read_roster(file)


def test_the_teacher_is_told_who_has_no_mark_and_why(roster):
    matched = match(["102", "x_102", "stranger"], roster, KEYS)
    assert list(reasons_without_mark(matched)) == [
        "several submissions fit Poe, Edgar: 102, x_102",
        "the roster has no student for: stranger",
    ]

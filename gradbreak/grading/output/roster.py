"""Reads a gradebook's export and finds the student of each submission."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from gradbreak.errors import GradbreakError
from gradbreak.grading.model.downloads import Download, canvas_download, moodle_download
from gradbreak.grading.output.student_columns import ALL, FULL_NAMES, NAME_PARTS, PARTICIPANT

SEPARATORS = (",", ";", "\t")
"""What may stand between cells. A spreadsheet writes semicolons where the comma is for decimals."""


class Roster(Struct, frozen=True, kw_only=True):
    """A gradebook's students.

    Attributes:
        columns: the titles in the file.
        students: a row for each student, column → cell.
    """

    columns: tuple[str, ...]
    students: tuple[Mapping[str, str], ...]


class Matched(Struct, frozen=True, kw_only=True):
    """Which submission belongs to which student.

    Attributes:
        submissions: the position of a student in the roster → the name of the submission.
        doubtful: the position of a student who gets no mark, because it is not certain which → the reason.
        unknown: submissions that belong to no student or not to one alone, in the order given → the reason.
    """

    submissions: Mapping[int, str]
    doubtful: Mapping[int, str]
    unknown: Mapping[str, str]


def read_roster(path: Path) -> Roster:
    """Read a CSV file with a row of titles, separated by commas, semicolons or tabs, with a byte order mark or without.

    Raises:
        GradbreakError: it is missing, not text, or no roster.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GradbreakError(f"{path} cannot be read: {error.strerror}", "Name the gradebook's CSV export") from None
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        if "\0" in text:
            raise ValueError
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except (ValueError, csv.Error):
        raise GradbreakError(f"{path} is not a CSV file in UTF-8", "Export the gradebook again, as CSV") from None
    if not rows:
        raise GradbreakError(f"{path} is empty", "Export the gradebook again, as CSV")
    columns, *students = ([cell.strip() for cell in rows[0]], *rows[1:])
    if not ALL & set(columns):
        raise GradbreakError(
            f"{path} is no roster: none of its columns names a student", "Name the gradebook's CSV export"
        )
    # Canvas has a row with the possible points between the titles and the students.
    people = [row for row in students if any(row) and "Points Possible" not in row[0]]
    return Roster(columns=tuple(columns), students=tuple(dict(zip(columns, row, strict=False)) for row in people))


def _separator(text: str) -> str:
    """What separates the titles: that which gives most of them."""
    titles = text.lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=lambda each: len(next(csv.reader([titles], delimiter=each), [])))


def match(names: Collection[str], roster: Roster, keys: Collection[str]) -> Matched:
    """Find the student of each submission.

    A submission belongs to a student if its name is one of the student's keys or the full name, if it is named as a
    download of Canvas or Moodle is, ``doejane_1234_5678_test.py``, or if a key stands between underscores. A wrong mark
    is worse than a missing one: a name that fits two students, and two names that fit one, give no mark.

    Args:
        names: of the submissions.
        roster: the students.
        keys: the columns that identify a student.
    """
    people = [_Person(student, keys) for student in roster.students]
    of_student: dict[int, list[str]] = {}
    unknown: dict[str, str] = {}
    doubtful: dict[int, str] = {}
    for name in names:
        owners = sorted(_owners(name, people))
        if len(owners) == 1:
            of_student.setdefault(owners[0], []).append(name)
        elif owners:
            unknown[name] = f"it fits several students: {', '.join(people[index].shown for index in owners)}"
            doubtful.update(dict.fromkeys(owners, f"{name} fits several students"))
        else:
            unknown[name] = "it fits no student of the roster"
    submissions: dict[int, str] = {}
    for index, fitting in of_student.items():
        if len(fitting) == 1:
            submissions[index] = fitting[0]
            doubtful.pop(index, None)
            continue
        doubtful[index] = f"several submissions fit {people[index].shown}: {', '.join(fitting)}"
        unknown.update(dict.fromkeys(fitting, f"several submissions fit {people[index].shown}"))
    order = {name: number for number, name in enumerate(names)}
    return Matched(
        submissions=submissions,
        doubtful=doubtful,
        unknown=dict(sorted(unknown.items(), key=lambda each: order[each[0]])),
    )


def student_names(names: Collection[str], roster: Roster, keys: Collection[str]) -> Mapping[str, str]:
    """The student of each submission that belongs to one alone, by full name where the roster has it.

    Args:
        names: of the submissions.
        roster: the students.
        keys: the columns that identify a student.
    """
    found = match(names, roster, keys).submissions
    return {name: _Person(roster.students[index], keys).shown for index, name in found.items()}


class _Person:
    """A student, and by what a submission may name them.

    Args:
        student: the row of the roster.
        keys: the columns that identify a student.
    """

    def __init__(self, student: Mapping[str, str], keys: Collection[str]) -> None:
        self.keys = {_alike(student[key]) for key in keys if student.get(key, "").strip()}
        names = [student[column] for column in FULL_NAMES if student.get(column, "").strip()]
        for first, last in NAME_PARTS:
            if student.get(first, "").strip() and student.get(last, "").strip():
                names += [f"{student[first]} {student[last]}", f"{student[last]} {student[first]}"]
        names += [" ".join(reversed(name.split(", ", 1))) for name in names if ", " in name]
        self.names = {_alike(name) for name in names}
        self.squeezed = {_squeezed(name) for name in names}
        self.canvas_id = student.get("ID", "").strip()
        participants = [student[column] for column in PARTICIPANT if student.get(column, "").strip()]
        self.participants = {found[0] for each in participants if (found := re.search(r"\d+$", each.strip()))}
        self.shown = next(iter([*names, *sorted(self.keys)]), "a student without a name")


def _owners(name: str, people: Collection[_Person]) -> set[int]:
    """The positions of the students that a submission may belong to, by the best evidence that there is."""
    whole = _alike(name)
    exact = {index for index, person in enumerate(people) if whole in person.keys | person.names}
    if exact:
        return exact
    download = moodle_download(name) or canvas_download(name) or _of_several(name)
    if download is not None:
        named = _alike(download.student)
        by_name = {index for index, person in enumerate(people) if _names(person, named)}
        by_number = {
            index
            for index, person in enumerate(people)
            if download.user in person.participants or download.user == person.canvas_id
        }
        if by_name or by_number:
            # Where both say something and do not agree, it is one of them, and nobody knows which.
            return by_name & by_number or by_name | by_number
    parts = {_alike(part) for part in re.split("_+", name)}
    return {index for index, person in enumerate(people) if parts & person.keys}


def _names(person: _Person, named: str) -> bool:
    return named in person.names | person.keys or _squeezed(named) in person.squeezed


def _of_several(name: str) -> Download | None:
    """What several files of one student are called together: ``doejane_101``."""
    found = re.fullmatch(r"(.+)_(\d+)", name, re.DOTALL)
    return Download(found[1], found[2], "", "") if found else None


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _squeezed(text: str) -> str:
    """A name as Canvas writes it in front of a file's: ``doejane`` for ``Doe, Jane``."""
    return "".join(character for character in _alike(text) if character.isalnum())


def reasons_without_mark(matched: Matched) -> Iterator[str]:
    """Why somebody or something gets no mark, for the teacher."""
    yield from dict.fromkeys(matched.doubtful.values())
    strangers = [name for name, reason in matched.unknown.items() if "no student" in reason]
    if strangers:
        yield f"the roster has no student for: {', '.join(strangers)}"

"""Reads a gradebook's export and finds the student of each submission."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from gradbreak.errors import GradbreakError


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
        unknown: submissions that belong to no student or to several, in the order given.
    """

    submissions: Mapping[int, str]
    unknown: tuple[str, ...]


def read_roster(path: Path) -> Roster:
    """Read a CSV file with a row of titles.

    Raises:
        GradbreakError: it is missing, not text, or has no titles.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        raise GradbreakError(f"{path} cannot be read: {error.strerror}", "Name the gradebook's CSV export") from None
    except (UnicodeDecodeError, csv.Error):
        raise GradbreakError(f"{path} is not a CSV file in UTF-8", "Export the gradebook again, as CSV") from None
    if not rows:
        raise GradbreakError(f"{path} is empty", "Export the gradebook again, as CSV")
    columns, *students = rows
    # Canvas has a row with the possible points between the titles and the students.
    people = [row for row in students if any(row) and "Points Possible" not in row[0]]
    return Roster(columns=tuple(columns), students=tuple(dict(zip(columns, row, strict=False)) for row in people))


def match(names: Collection[str], roster: Roster, keys: Collection[str]) -> Matched:
    """Find the student of each submission.

    A submission belongs to a student if its name is one of the student's keys, or has one between
    underscores, as in the files that one downloads from Canvas and Moodle, ``doejane_1234_5678_test.py``.
    A name that fits two students fits none, because a wrong mark is worse than a missing one.

    Args:
        names: of the submissions.
        roster: the students.
        keys: the columns that name a student.
    """
    found: dict[int, str] = {}
    unknown = []
    for name in names:
        owners = list(_owners(name, roster, keys))
        if len(owners) == 1 and owners[0] not in found:
            found[owners[0]] = name
        else:
            unknown.append(name)
    return Matched(submissions=found, unknown=tuple(unknown))


def _owners(name: str, roster: Roster, keys: Collection[str]) -> Iterator[int]:
    whole = name.casefold()
    parts = {part.casefold() for part in re.split("_+", name)}
    exact = [index for index, student in enumerate(roster.students) if whole in _keys_of(student, keys)]
    yield from exact or (index for index, student in enumerate(roster.students) if parts & _keys_of(student, keys))


def _keys_of(student: Mapping[str, str], keys: Collection[str]) -> set[str]:
    return {student[key].strip().casefold() for key in keys if student.get(key, "").strip()}

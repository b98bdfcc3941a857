"""How Canvas and Moodle name the files of a student when a teacher downloads a class."""

from __future__ import annotations

import re

from msgspec import Struct

_CANVAS = re.compile(r"(?P<student>[^_]+)_(?:LATE_)?(?P<user>\d+)_(?P<upload>\d+)_(?P<file>.+)", re.DOTALL)
_MOODLE = re.compile(
    r"(?P<student>.+?)_(?P<user>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?", re.DOTALL
)


class Download(Struct, frozen=True):
    """The parts of a file's or folder's name.

    Attributes:
        student: the student's name. Canvas writes it as one word: ``doejane``.
        user: the student's number: in Canvas the ID, in Moodle that of the participant.
        upload: Canvas's number of the upload; empty for Moodle.
        file: the name that the student gave the file; empty for a folder.
    """

    student: str
    user: str
    upload: str
    file: str


def canvas_download(name: str) -> Download | None:
    """The parts of ``doejane_LATE_101_90001_test.py``; None where a name is not of this form."""
    found = _CANVAS.fullmatch(name)
    return Download(found["student"], found["user"], found["upload"], found["file"]) if found else None


def moodle_download(name: str) -> Download | None:
    """The parts of ``Jane Doe_4711_assignsubmission_file_``; None where a name is not of this form."""
    found = _MOODLE.fullmatch(name)
    return Download(found["student"], found["user"], "", found["file"] or "") if found else None

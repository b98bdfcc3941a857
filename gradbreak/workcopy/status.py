"""The status of the working copy: what is applied, where, and what the learner has edited since."""

from __future__ import annotations

import enum
from pathlib import Path

from msgspec import Struct

from gradbreak.engine.edits import Edit, unified_diff
from gradbreak.workcopy.files import real_path
from gradbreak.workcopy.record import FileRecord, Record, digest, read_original, read_record


class Condition(enum.StrEnum):
    """How a file is now; the values are for people."""

    BROKEN = "as the break made it"
    EDITED = "edited since"
    ORIGINAL = "as it was before the break"
    MISSING = "not there any more"


class FileStatus(Struct, frozen=True, kw_only=True):
    """One file that the break changes.

    Attributes:
        file: its path relative to the root.
        lines: where the break changes it, counted from 1 in the original.
        condition: how it is now.
        diff: from the original to what is on disk.
    """

    file: str
    lines: tuple[int, ...]
    condition: Condition
    diff: str


class BreakStatus(Struct, frozen=True, kw_only=True):
    """The applied break.

    Attributes:
        record: what was applied.
        files: every file that it changes.
    """

    record: Record
    files: tuple[FileStatus, ...]


def break_status(root: Path) -> BreakStatus | None:
    """What is in the working copy, or None where no break is applied. Nothing is changed.

    Raises:
        Conflict: the record of the break is damaged.
    """
    record = read_record(root)
    if record is None:
        return None
    files = tuple(_status(root, entry, record.edits_of(entry.file)) for entry in record.files)
    return BreakStatus(record=record, files=files)


def _status(root: Path, entry: FileRecord, edits: tuple[Edit, ...]) -> FileStatus:
    path = real_path(root, entry.file)
    original = read_original(root, entry)
    current = path.read_bytes() if path.exists() else b""
    if not path.exists():
        condition = Condition.MISSING
    elif current == original:
        condition = Condition.ORIGINAL
    else:
        condition = Condition.BROKEN if digest(current) == entry.broken_sha256 else Condition.EDITED
    text = original.decode("utf-8-sig")
    return FileStatus(
        file=entry.file,
        lines=tuple(text.count("\n", 0, edit.start) + 1 for edit in sorted(edits)),
        condition=condition,
        diff=unified_diff(entry.file, text, current.decode("utf-8-sig", errors="replace")),
    )

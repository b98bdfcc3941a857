"""The record of an applied break, with which it can be reverted whatever happened since.

The record is a folder that exists completely or not at all: it is written under another name, synced to disk and
renamed before the engine is changed. It holds copies of the original files, so that a learner can restore them even
without this program.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak.engine.edits import Edit
from gradbreak.errors import Conflict
from gradbreak.process.cache import CACHE
from gradbreak.workcopy.files import sync_folder, write_synced

FOLDER = "break"
_STAGED, _DROPPED = "break.new", "break.old"
_RECORD = "record.json"


class FileRecord(Struct, frozen=True, kw_only=True):
    """One file that the break changes.

    Attributes:
        file: its path relative to the root, as it is configured.
        copy: the name of the original's copy within the record's folder.
        original_sha256: of the bytes before, hexadecimal.
        broken_sha256: of the bytes after.
    """

    file: str
    copy: str
    original_sha256: str
    broken_sha256: str


class Record(Struct, frozen=True, kw_only=True):
    """A break that was applied.

    Attributes:
        id: of the break or mutant, ``canonical``.
        name: what people call it, ``canonical (every += becomes =)``.
        files: what it changes, in configured order.
        edits: the change itself; offsets are in characters of the originals, a byte order mark not counted.
    """

    id: str
    name: str
    files: tuple[FileRecord, ...]
    edits: tuple[Edit, ...]

    def edits_of(self, file: str) -> tuple[Edit, ...]:
        """The part of the change that is in one file."""
        return tuple(edit for edit in self.edits if edit.file == file)


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def folder_of(root: Path) -> Path:
    """Where the record is, while a break is applied."""
    return root / CACHE / FOLDER


def applied_break(root: Path) -> str | None:
    """What people call the break that is in the working copy, or None where none is.

    Args:
        root: the project's folder.

    Raises:
        Conflict: there is a record, and it cannot be read.
    """
    record = read_record(root)
    return None if record is None else record.name


def root_with_a_break(start: Path) -> Path | None:
    """The nearest folder at or above another that has a record; None where there is none.

    An engine that nobody has configured has no other mark.

    Args:
        start: the folder that somebody stands in.
    """
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if folder_of(folder).exists()), None)


def how_to_revert(root: Path) -> str:
    """The command that takes a break out again, as it works from the folder that one stands in.

    Args:
        root: the folder of the project whose engine is broken.
    """
    here = Path.cwd()
    if root_with_a_break(here) == root.resolve():
        return "gradbreak break revert"
    return f"gradbreak break revert --root {shlex.quote(os.path.relpath(root, here))}"


def read_record(root: Path) -> Record | None:
    """The record, or None where no break is applied.

    Raises:
        Conflict: it cannot be read.
    """
    if not folder_of(root).exists():
        return None
    try:
        return msgspec.json.decode((folder_of(root) / _RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError) as error:
        raise _damaged(root, str(error)) from None


def read_original(root: Path, entry: FileRecord) -> bytes:
    """The bytes of a file before the break.

    Raises:
        Conflict: the copy is missing, or is not what it was.
    """
    try:
        content = (folder_of(root) / entry.copy).read_bytes()
    except OSError as error:
        raise _damaged(root, str(error)) from None
    if digest(content) != entry.original_sha256:
        raise _damaged(root, f"{entry.copy} is not the original of {entry.file} any more")
    return content


def write_record(root: Path, record: Record, originals: Mapping[str, bytes]) -> None:
    """Write the record; when this returns, it is on disk.

    Args:
        root: the project's folder.
        record: what to keep.
        originals: the content of each file, by the name of its copy.
    """
    staged = root / CACHE / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    for name, content in originals.items():
        write_synced(staged / name, content)
    write_synced(staged / _RECORD, msgspec.json.format(msgspec.json.encode(record), indent=2))
    sync_folder(staged)
    staged.rename(folder_of(root))
    sync_folder(root / CACHE)


def drop_record(root: Path) -> None:
    """Delete the record in one step. Leftovers of an interruption are no record, and the next call deletes them."""
    dropped = root / CACHE / _DROPPED
    shutil.rmtree(dropped, ignore_errors=True)
    folder_of(root).rename(dropped)
    sync_folder(root / CACHE)
    shutil.rmtree(dropped, ignore_errors=True)


def _damaged(root: Path, why: str) -> Conflict:
    where = folder_of(root).relative_to(root)
    return Conflict(
        f"the record of the applied break in {where} is damaged: {why}",
        f"Restore the engine from version control or from the copies in {where}, then delete that folder",
    )

"""Applying a break: write the record first, then change the engine."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from pathlib import Path

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.errors import Conflict
from gradbreak.process.cache import locked_cache
from gradbreak.workcopy.files import real_path, refuse_unwritable, replace_file
from gradbreak.workcopy.record import (
    FileRecord,
    Record,
    digest,
    drop_record,
    how_to_revert,
    read_record,
    write_record,
)


def refuse_applied(root: Path) -> None:
    """Refuse to go on where a break is applied.

    Raises:
        Conflict: one is; the message names it and says how to revert it.
    """
    record = read_record(root)
    if record is not None:
        raise Conflict(
            f"{record.name} is applied to {', '.join(entry.file for entry in record.files)} already",
            f"Revert it first: {how_to_revert(root)}",
        )


def apply_break(root: Path, id_: str, name: str, edits: Iterable[Edit], sources: Mapping[str, str]) -> Record:
    """Apply a break or mutant to the working copy.

    If the process is killed at any moment, the files are unchanged or ``revert_break`` can restore them. An exception,
    ``KeyboardInterrupt`` included, undoes what was done so far.

    Args:
        root: the project's folder.
        id_: of the break or mutant.
        name: what people call it.
        edits: what it changes.
        sources: the texts that the edits were made for, without a byte order mark, by path relative to the root.

    Returns:
        The record of it.

    Raises:
        Busy: another command is at work in the project.
        Conflict: a break is applied already, or a file could not be restored later; nothing was changed.
    """
    try:
        with locked_cache(root):
            refuse_applied(root)
            return _apply(root, id_, name, tuple(edits), sources)
    except OSError as error:
        raise Conflict(
            f"{error.filename}: {(error.strerror or str(error)).lower()}, so the break could not be taken out again",
            "Make the project's folder writable",
        ) from None


def _apply(root: Path, id_: str, name: str, edits: tuple[Edit, ...], sources: Mapping[str, str]) -> Record:
    originals: dict[Path, bytes] = {}
    broken: dict[Path, bytes] = {}
    entries: list[FileRecord] = []
    for file in dict.fromkeys(edit.file for edit in edits):
        refuse_unwritable(root, file)
        path = real_path(root, file)
        content = path.read_bytes()
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        if content[len(mark) :] != sources[file].encode():
            raise Conflict(f"{file} was edited just now", "Run the command again")
        change = [edit for edit in edits if edit.file == file]
        originals[path] = content
        broken[path] = mark + apply_edits(sources[file], change).encode()
        entries.append(
            FileRecord(
                file=file,
                copy=f"{len(entries) + 1}-{path.name}",
                original_sha256=digest(content),
                broken_sha256=digest(broken[path]),
            )
        )
    record = Record(id=id_, name=name, files=tuple(entries), edits=edits)
    write_record(root, record, dict(zip((entry.copy for entry in entries), originals.values(), strict=True)))
    try:
        for path, content in broken.items():
            replace_file(path, content)
    except BaseException:
        for path, content in originals.items():
            if path.read_bytes() != content:
                replace_file(path, content)
        drop_record(root)
        raise
    return record

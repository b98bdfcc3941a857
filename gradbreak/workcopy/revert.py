"""Reverting a break: byte for byte where nothing was edited since, and never losing an edit."""

from __future__ import annotations

import codecs
import enum
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from gradbreak.engine.edits import Edit
from gradbreak.errors import Conflict
from gradbreak.process.cache import locked_cache
from gradbreak.workcopy.files import beside_path, keep_beside, real_path, replace_file
from gradbreak.workcopy.merge import Merge, take_out
from gradbreak.workcopy.record import (
    FileRecord,
    Record,
    digest,
    drop_record,
    how_to_revert,
    read_original,
    read_record,
)

ORIGINAL_SUFFIX = "before-break"
EDITED_SUFFIX = "with-break"


class Keep(enum.StrEnum):
    """Which version of an edited file to keep in place; the other one is kept beside it."""

    MINE = "mine"
    ORIGINAL = "original"


class RevertOutcome(enum.StrEnum):
    """What happened to a file; the values are for people."""

    UNTOUCHED = "is as it was before the break"
    RESTORED = "is restored, byte for byte"
    MERGED = "is restored, and your edits are kept"
    KEPT_MINE = "is as you left it, with whatever it still has of the break"
    KEPT_ORIGINAL = "is restored, byte for byte, without your edits"


class RevertedFile(Struct, frozen=True, kw_only=True):
    """One file after the break was taken out.

    Attributes:
        file: its path relative to the root.
        outcome: what happened to it.
        beside: the name of the file next to it that holds the other version; empty where there is none.
    """

    file: str
    outcome: RevertOutcome
    beside: str = ""


class Reverted(Struct, frozen=True, kw_only=True):
    """The result of reverting a break.

    Attributes:
        record: the break that was reverted.
        files: every file that it had changed.
    """

    record: Record
    files: tuple[RevertedFile, ...]


class _FilePlan(Struct, frozen=True, kw_only=True):
    """What to do with one file; ``content`` is None where it stays as it is."""

    entry: FileRecord
    path: Path
    outcome: RevertOutcome
    content: bytes | None = None
    beside: tuple[str, bytes] | None = None
    conflict: Merge | None = None


def revert_break(root: Path, keep: Keep | None = None) -> Reverted:
    """Revert the applied break in the working copy.

    If it is interrupted at any moment, it can be run again.

    Args:
        root: the project's folder.
        keep: which version to keep in place where edits and the break cannot be told apart; None refuses.

    Raises:
        Busy: another command is at work in the project.
        Conflict: no break is applied, or edits and the break cannot be told apart. In that case no file was
            changed, and the original is beside each that is named.
    """
    try:
        with locked_cache(root):
            record = read_record(root)
            if record is None:
                raise Conflict("no break is applied to this working copy", "Apply one: gradbreak break apply canonical")
            return _revert(root, record, keep)
    except OSError as error:
        raise Conflict(
            f"{error.filename}: {(error.strerror or str(error)).lower()}; the break is still recorded",
            f"Make the file and its folder writable, then run `{how_to_revert(root)}` again",
        ) from None


def _revert(root: Path, record: Record, keep: Keep | None) -> Reverted:
    plans = [_plan(root, record, entry, keep) for entry in record.files]
    files = []
    # Write the copies first, so that no later step can lose anything.
    for plan in plans:
        copy = keep_beside(plan.path, *plan.beside).name if plan.beside else ""
        files.append(RevertedFile(file=plan.entry.file, outcome=plan.outcome, beside=copy))
    for plan, done in zip(plans, files, strict=True):
        if plan.conflict is not None:
            raise _conflict(root, record, plan, plan.conflict, done.beside)
    for plan in plans:
        if plan.content is not None:
            replace_file(plan.path, plan.content)
        beside_path(plan.path).unlink(missing_ok=True)  # where applying was interrupted
    drop_record(root)
    return Reverted(record=record, files=tuple(files))


def _plan(root: Path, record: Record, entry: FileRecord, keep: Keep | None) -> _FilePlan:
    path = real_path(root, entry.file)
    original = read_original(root, entry)
    current = path.read_bytes() if path.exists() else None
    if current == original:
        return _FilePlan(entry=entry, path=path, outcome=RevertOutcome.UNTOUCHED)
    if current is None or digest(current) == entry.broken_sha256:
        return _FilePlan(entry=entry, path=path, outcome=RevertOutcome.RESTORED, content=original)
    merge = _merge(original, record.edits_of(entry.file), current)
    if merge.is_clear:
        mark = codecs.BOM_UTF8 if current.startswith(codecs.BOM_UTF8) else b""
        return _FilePlan(entry=entry, path=path, outcome=RevertOutcome.MERGED, content=mark + merge.text.encode())
    if keep is Keep.ORIGINAL:
        beside = (EDITED_SUFFIX, current)
        return _FilePlan(entry=entry, path=path, outcome=RevertOutcome.KEPT_ORIGINAL, content=original, beside=beside)
    return _FilePlan(
        entry=entry,
        path=path,
        outcome=RevertOutcome.KEPT_MINE,
        beside=(ORIGINAL_SUFFIX, original),
        conflict=None if keep is Keep.MINE else merge,
    )


def _merge(original: bytes, edits: Sequence[Edit], current: bytes) -> Merge:
    try:
        text = current.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Merge(text="", unreadable="holds text that is not UTF-8")
    return take_out(original.decode("utf-8-sig"), edits, text)


def _conflict(root: Path, record: Record, plan: _FilePlan, merge: Merge, beside: str) -> Conflict:
    file = plan.entry.file
    if merge.unreadable:
        problem, remedy = f"{file} {merge.unreadable}, so {record.name} cannot be told from your edits", "Fix it"
    else:
        where = ", ".join(merge.unclear)
        problem = f"{file} was edited where {record.name} changed it, in {where}, so the two cannot be told apart"
        remedy = "Undo the break by hand"
    return Conflict(
        problem,
        f"Your file is as you left it, and the original is beside it in {beside}. {remedy} and run "
        f"`{how_to_revert(root)}` again, or choose: --keep mine leaves your file as it is, --keep original restores "
        f"the original and moves yours to {plan.path.name}.{EDITED_SUFFIX}",
    )

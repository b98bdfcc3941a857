"""Replacing the learner's files in one step each, and checking beforehand that this is possible."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

from gradbreak.errors import Conflict
from gradbreak.process.files import replacing

_SECOND = 1_000_000_000  # nanoseconds


def real_path(root: Path, file: str) -> Path:
    """Where a file of the project really is; the file need not exist.

    Raises:
        Conflict: a symbolic link leads out of the project, or it is no regular file.
    """
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()):
        raise Conflict(
            f"{file} leads out of the project, to {path}", "Work on a copy of the project that holds the file itself"
        )
    if path.exists() and not path.is_file():
        raise Conflict(f"{file} is no regular file", "Put the engine's file there")
    return path


def refuse_unwritable(root: Path, file: str) -> None:
    """Refuse a file that could not be restored later, without changing anything.

    Raises:
        Conflict: it could not be restored; the message says why.
    """
    path = real_path(root, file)
    for place, name in ((path, file), (path.parent, f"the folder of {file}")):
        # Check the permission bits too, because os.access lets the superuser write to everything.
        if not os.access(place, os.W_OK) or not place.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise Conflict(f"{name} is read-only, so the break could not be taken out again", "Make it writable")


def replace_file(path: Path, content: bytes) -> None:
    """Replace the content of a file in one step.

    The new file is always at least a second younger than the old one. Python uses a compiled file as long as the
    source has the same size and the same time in whole seconds, ``+=`` and ``-=`` have the same length, and a learner
    may break, run and revert within a second.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    with replacing(path, beside_path(path)) as beside:
        write_synced(beside, content)
        if path.exists():
            shutil.copymode(path, beside)
            younger = (path.stat().st_mtime_ns // _SECOND + 1) * _SECOND
            modified = max(time.time_ns(), younger)
            os.utime(beside, ns=(modified, modified))
    sync_folder(path.parent)


def beside_path(path: Path) -> Path:
    """Where new content is written before it takes the place of the old.

    The name is always the same, so that leftovers of an interruption are found and removed. One process at a time
    changes the working copy.
    """
    return path.with_name(f".{path.name}.gradbreak")


def keep_beside(path: Path, suffix: str, content: bytes) -> Path:
    """Write content next to a file, under a name that is free.

    Args:
        path: the file.
        suffix: what to add to its name, ``before-break``; a number follows where that name is taken.
        content: what to write; an existing copy with this content is used again.

    Returns:
        The path of the copy.
    """
    number = 1
    copy = path.with_name(f"{path.name}.{suffix}")
    while copy.exists() and copy.read_bytes() != content:
        number += 1
        copy = path.with_name(f"{path.name}.{suffix}.{number}")
    if not copy.exists():
        replace_file(copy, content)
    return copy


def write_synced(path: Path, content: bytes) -> None:
    """Write a file, and return when it is on disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when what was renamed in a folder is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

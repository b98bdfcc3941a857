"""The learner's files: which of them can be replaced, and replacing one so that it is never half written."""

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
    """Make sure, without changing anything, that a file could be put back later.

    Raises:
        Conflict: it could not; the message says why.
    """
    path = real_path(root, file)
    for place, name in ((path, file), (path.parent, f"the folder of {file}")):
        # The permission bits too: the superuser may write to what somebody has made read-only on purpose.
        if not os.access(place, os.W_OK) or not place.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise Conflict(f"{name} is read-only, so the break could not be taken out again", "Make it writable")


def replace_file(path: Path, content: bytes) -> None:
    """Give a file other content in one step.

    Python takes a compiled file for current as long as the source has the same size and the same
    time in whole seconds. ``+=`` and ``-=`` are as long as each other, and a learner breaks, runs and reverts within
    a second: so the new file is always at least a second younger than the old one.

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

    Always the same name, so that what an interruption leaves behind is found and removed; one process at
    a time changes the working copy.
    """
    return path.with_name(f".{path.name}.gradbreak")


def keep_beside(path: Path, suffix: str, content: bytes) -> Path:
    """Write content next to a file, under a name at which nothing else is lost.

    Args:
        path: the file.
        suffix: what to add to its name, ``before-break``; a number follows where that name is taken.
        content: what to write; where it is there already, it is not written again.

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

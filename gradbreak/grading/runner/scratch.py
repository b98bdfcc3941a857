"""Emptying the folder that tests may write to."""

from __future__ import annotations

import itertools
import os
import stat
import time
from pathlib import Path

LONGEST_SECONDS = 5.0
"""CPU time: on a busy machine the same folder must not become one that cannot be emptied."""


def empty(folder: str, seconds: float = LONGEST_SECONDS) -> bool:
    """Remove everything in a folder; whether that worked within so many seconds of CPU time.

    Nested folders are moved up before they are removed, because a student may nest them deeper than
    any path or recursion reaches.
    """
    deadline = time.thread_time() + seconds
    names = itertools.count()
    top = Path(folder)
    try:
        while entries := list(os.scandir(top)):
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    Path(entry.path).unlink()
                    continue
                Path(entry.path).chmod(stat.S_IRWXU)
                for inner in list(os.scandir(entry.path)):
                    if inner.is_dir(follow_symlinks=False):
                        Path(inner.path).chmod(stat.S_IRWXU)  # a folder is moved only where it can be written to
                        Path(inner.path).rename(_unused(top, names))
                    else:
                        Path(inner.path).unlink()
                Path(entry.path).rmdir()
                if time.thread_time() > deadline:
                    return False
    except OSError:
        return False
    return True


def _unused(top: Path, names: itertools.count[int]) -> Path:
    """A name that nothing has; a student may have guessed the first ones."""
    return next(path for number in names if not os.path.lexists(path := top / f"moved-{number}"))

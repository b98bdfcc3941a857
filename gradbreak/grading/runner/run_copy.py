"""The copy of a student's files that each run works in.

Tests may write to their own folder, and no run may see what another wrote. So every run makes a copy, and what that
takes is prepared once.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

LARGEST_KEPT = 1 << 16
"""Bytes of a file that is kept in memory. A larger one is copied from the disk."""


class RunCopy:
    """A folder as it is now, to be copied.

    Args:
        original: the folder.
        place: where to copy it.
    """

    def __init__(self, original: str, place: str) -> None:
        self._folders = [place]
        self._kept: list[tuple[str, bytes]] = []
        self._large: list[tuple[str, str]] = []
        for path in sorted(Path(original).rglob("*")):
            copy = str(Path(place, path.relative_to(original)))
            if path.is_dir():
                self._folders.append(copy)
            elif path.stat().st_size <= LARGEST_KEPT:
                self._kept.append((copy, path.read_bytes()))
            else:
                self._large.append((copy, str(path)))

    def make(self) -> None:
        """Make the copy."""
        for folder in self._folders:
            os.mkdir(folder, 0o755)  # noqa: PTH102  # the hot path
        for copy, content in self._kept:
            descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            os.write(descriptor, content)
            os.close(descriptor)
        for copy, path in self._large:
            shutil.copyfile(path, copy)

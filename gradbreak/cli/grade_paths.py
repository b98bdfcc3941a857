"""From the paths of ``gradbreak grade`` to the submissions that they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gradbreak.errors import GradbreakError
from gradbreak.grading.intake import read_submissions


def existing(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Paths that are submissions themselves.

    Raises:
        GradbreakError: one of them is not there.
    """
    for path in paths:
        if not path.exists():
            raise GradbreakError(f"{path} does not exist", "Name a test file, a folder or an archive")
    return tuple(paths)


def submissions_in(folders: Sequence[Path]) -> tuple[Path, ...]:
    """What is in folders of submissions, folder by folder.

    Raises:
        GradbreakError: one of them is no folder, or has no submission in it.
    """
    found: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise GradbreakError(f"{folder} is not a folder", "Name a folder of submissions, or leave out --each")
        inside = read_submissions(folder)
        if not inside:
            raise GradbreakError(
                f"{folder} has no submissions", "Each is a folder, a .py file, or a zip or tar archive in it"
            )
        found += inside
    return tuple(found)

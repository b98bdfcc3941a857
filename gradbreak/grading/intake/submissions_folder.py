"""Finds the submissions in a folder of submissions, and names them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from gradbreak.grading.intake.entries import is_archive
from gradbreak.grading.intake.read import submission_name
from gradbreak.grading.intake.rules import CONFIGURATION, is_junk


def read_submissions(folder: Path) -> Sequence[Path]:
    """Every sub-folder, test file and archive in a folder, sorted by name. Configuration files are no submissions.

    A link counts only if it leads to something inside the folder, because the folder may come from an archive that
    students put links into.
    """
    return [path for path in _candidates(folder) if _is_submission(path, folder)]


def passed_over(folder: Path) -> Sequence[Path]:
    """What else is in the folder, sorted by name. It may be somebody's work in a format that is not read."""
    return [path for path in _candidates(folder) if not _is_submission(path, folder)]


def _candidates(folder: Path) -> Sequence[Path]:
    """Everything except the files of systems, editors and pytest."""
    return sorted(
        (
            path
            for path in folder.iterdir()
            if not is_junk(path.name) and not is_junk(f"{path.name}/file") and path.name not in CONFIGURATION
        ),
        key=lambda path: path.name,
    )


def _is_submission(path: Path, folder: Path) -> bool:
    if not _stays_in(path, folder):
        return False
    return path.is_dir() or (path.is_file() and (path.suffix == ".py" or is_archive(path)))


def submission_names(paths: Sequence[Path]) -> Mapping[Path, str]:
    """A unique name for each submission of a batch, with its suffix or its folders where that is needed."""
    names = {path: submission_name(path) for path in paths}
    for longer in (lambda path: path.name, str):
        count = Counter(names.values())
        names = {path: name if count[name] == 1 else longer(path) for path, name in names.items()}
    return names


def _stays_in(path: Path, folder: Path) -> bool:
    # Not Path.resolve, which raises where a link leads to itself.
    return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))

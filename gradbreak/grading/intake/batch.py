"""The submissions in a folder of submissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from gradbreak.grading.intake.entries import is_archive
from gradbreak.grading.intake.read import submission_name
from gradbreak.grading.intake.rules import CONFIGURATION, is_junk


def read_submissions(folder: Path) -> Sequence[Path]:
    """Every sub-folder, test file and archive in a folder, sorted by name; configuration is no submission.

    A link counts only where it leads to something in the same folder's tree: a batch may come from an
    archive that students could put links into.
    """
    found = []
    for path in folder.iterdir():
        if is_junk(path.name) or is_junk(f"{path.name}/file") or not _stays_in(path, folder):
            continue
        if path.name in CONFIGURATION:
            continue
        if path.is_dir() or (path.is_file() and (path.suffix == ".py" or is_archive(path))):
            found.append(path)
    return sorted(found, key=lambda path: path.name)


def submission_names(paths: Sequence[Path]) -> Mapping[Path, str]:
    """A name for each submission of a batch, all different: with its suffix or its folders where it takes that."""
    names = {path: submission_name(path) for path in paths}
    for longer in (lambda path: path.name, str):
        count = Counter(names.values())
        names = {path: name if count[name] == 1 else longer(path) for path, name in names.items()}
    return names


def _stays_in(path: Path, folder: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())

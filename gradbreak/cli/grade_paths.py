"""Finds the submissions that the paths of ``gradbreak grade`` stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from gradbreak.errors import GradbreakError
from gradbreak.grading.api import HandIn, hand_ins, looks_like_a_class, passed_over, printable, read_submissions

MOST_NAMED = 10
"""Of what a folder holds besides submissions."""


def existing(paths: Sequence[Path]) -> Sequence[HandIn]:
    """Paths that are submissions themselves.

    Raises:
        GradbreakError: one of them is not there.
    """
    for path in paths:
        if not path.exists():
            raise GradbreakError(f"{path} does not exist", "Name a test file, a folder or an archive")
        if looks_like_a_class(path):
            click.echo(f"warning: {printable(str(path))} looks like a folder of submissions: use --each", err=True)
    return hand_ins(paths)


def submissions_in(folders: Sequence[Path]) -> Sequence[HandIn]:
    """What is in folders of submissions, folder by folder. Files that Canvas or Moodle named after one student are one.

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
                f"{folder} has no submissions", "Each is a folder, a .py or .ipynb file, or a zip or tar archive in it"
            )
        found += inside
        _warn_of(passed_over(folder))
    return hand_ins(found, by_student=True)


def _warn_of(others: Sequence[Path]) -> None:
    """Name what was skipped, so that no student is overlooked."""
    if others:
        names = ", ".join(printable(path.name) for path in others[:MOST_NAMED])
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        click.echo(
            f"warning: skipped, as no folder, .py or .ipynb file, or zip or tar archive: {names}{more}", err=True
        )

"""What commands that grade print, and what they warn of."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console

from gradbreak.errors import GradbreakError
from gradbreak.grading.api import (
    EngineSession,
    FeedbackPolicy,
    Format,
    FormatOptions,
    GradingSession,
    RedactedGrade,
    Roster,
    format_grades,
    table_lines,
    text_lines,
    without_mark,
    wording_of,
)
from gradbreak.texts.printing import print_lines

RUBRIC = "rubric"
"""The value of ``--feedback`` that stands for what the rubric says."""


def policy_of(feedback: str | None, rubric: FeedbackPolicy, *, is_batch: bool) -> FeedbackPolicy:
    """How much is shown.

    Args:
        feedback: the value of ``--feedback``.
        rubric: what the rubric says.
        is_batch: several submissions are graded.
    """
    if feedback is None:
        return rubric if is_batch else FeedbackPolicy.NAMES
    return rubric if feedback == RUBRIC else FeedbackPolicy(feedback)


def warn_of_session(session: GradingSession | EngineSession, console: Console) -> None:
    """Say where there is no sandbox, and where kept grades are not used."""
    if session.no_sandbox_reason:
        warn_on(
            console,
            f"no sandbox ({session.no_sandbox_reason}): {session.open_without_sandbox};"
            " grade strangers' code in a container or with --require-sandbox",
        )
    for said in session.unused_grades:
        warn_on(console, said)


def warn_on(console: Console, said: str) -> None:
    """Say something that does not end a command, above its progress."""
    console.print(f"warning: {said}", soft_wrap=True, highlight=False)


def print_grades(wanted: Format, grades: Sequence[RedactedGrade], options: FormatOptions) -> None:
    """Print grades on standard output.

    Raises:
        GradbreakError: a file of a step of GitHub Actions cannot be written.
    """
    if wanted is Format.TEXT:
        wording = wording_of(grades[0], options.language)
        lines = table_lines(grades, wording) if options.is_batch else text_lines(grades[0], wording)
        print_lines(lines, Console(highlight=False))
        return
    try:
        text = format_grades(wanted, grades, options)
    except OSError as error:
        # Not click's FileError: it ends with 1, which means that a submission misses the break.
        raise GradbreakError(
            f"{error.filename} cannot be written: {error.strerror}", "Correct GITHUB_OUTPUT or GITHUB_STEP_SUMMARY"
        ) from None
    click.echo(text, nl=False)


def warn_without_mark(wanted: Format, grades: Sequence[RedactedGrade], roster: Roster) -> None:
    """Say on standard error whose work gets no mark."""
    for reason in without_mark(wanted, grades, roster):
        click.echo(f"warning: no mark: {reason}", err=True)

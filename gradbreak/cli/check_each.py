"""``gradbreak check --each``, and its formats for autograders: engines are graded in a sandbox."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from gradbreak.cli.engine_grading_options import OUT, EngineGradingChoice
from gradbreak.cli.grade_output import policy_of, print_grades, warn_of_session, warn_without_mark
from gradbreak.cli.grade_paths import existing, submissions_in
from gradbreak.cli.progress import ProgressBar
from gradbreak.config.load import FOLDER
from gradbreak.errors import ExitCode
from gradbreak.grading.api import (
    FOR_ONE,
    GRADEBOOKS,
    EngineWording,
    Format,
    FormatOptions,
    GradeVerdict,
    RedactedGrade,
    open_engine_session,
    read_roster,
)
from gradbreak.run.lifecycle import available_cores
from gradbreak.texts import say


def grade_engines(engines: Sequence[Path], choice: EngineGradingChoice) -> ExitCode:
    """Grade engines, print the grades and write the pages.

    Args:
        engines: what the command names.
        choice: its options.

    Raises:
        GradbreakError: a path, the rubric or the roster is wrong, or nothing can be isolated on this machine.
    """
    wanted = Format(choice.format_)
    submissions = submissions_in(engines) if choice.is_each else existing(engines)
    is_batch = choice.is_each or len(submissions) > 1
    if is_batch and wanted in FOR_ONE:
        raise click.UsageError(f"--format {wanted} is for one engine; a class has text, json, junit and gradebooks.")
    students = read_roster(choice.roster) if choice.roster is not None else None
    here = Path.cwd()
    beside = here / FOLDER / "rubric.toml"
    folder = here / (choice.out or OUT) if is_batch or choice.out is not None else None
    wording = EngineWording(choice.language)
    with (
        ProgressBar(choice.language) as progress,
        open_engine_session(
            here,
            choice.rubric or (beside if beside.is_file() else None),
            require_sandbox=choice.require_sandbox,
            fresh=choice.fresh,
        ) as session,
    ):
        warn_of_session(session, progress.console)
        written = choice.language if choice.is_language_asked else session.rubric_language or choice.language
        progress.begin(wording.texts.grading, len(submissions))
        grades = session.grade(
            submissions,
            policy_of(choice.feedback, session.rubric_feedback, is_batch=is_batch),
            folder=folder,
            jobs=choice.jobs or available_cores(),
            language=written,
            roster=students,
            anonymous=choice.anonymous,
            on_graded=progress.advance,
        )
    options = FormatOptions(
        is_batch=is_batch, column=choice.column, roster=students, environment=os.environ, language=written
    )
    print_grades(wanted, grades, options)
    if folder is not None:
        click.echo(say(wording.texts.written, path=folder / "index.html"), err=wanted is not Format.TEXT)
    if students is not None and wanted in GRADEBOOKS:
        warn_without_mark(wanted, grades, students)
    return _exit_code(grades)


def _exit_code(grades: Sequence[RedactedGrade]) -> ExitCode:
    verdicts = {redacted.grade.verdict for redacted in grades}
    if GradeVerdict.WRONG in verdicts:
        return ExitCode.WRONG_ENGINE
    return ExitCode.COULD_NOT_GRADE if GradeVerdict.NOT_GRADABLE in verdicts else ExitCode.DONE

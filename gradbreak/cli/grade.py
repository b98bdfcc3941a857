"""``gradbreak grade``: what a student's own tests catch, one submission or a class."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from gradbreak.cli.grade_output import RUBRIC, policy_of, print_grades, warn_of_session, warn_on, warn_without_mark
from gradbreak.cli.grade_paths import existing, submissions_in
from gradbreak.cli.options import ProjectChoice, config_of, lang_option, project_options
from gradbreak.cli.progress import ProgressBar
from gradbreak.errors import ExitCode
from gradbreak.grading.api import (
    FOR_ONE,
    GRADEBOOKS,
    FeedbackPolicy,
    Format,
    FormatOptions,
    GradeVerdict,
    RedactedGrade,
    Wording,
    open_session,
    read_roster,
)
from gradbreak.run.lifecycle import available_cores
from gradbreak.texts import say

OUT = Path("reports/grades")
"""Where a batch is written unless ``--out`` says otherwise, relative to the project."""

_EPILOG = """\b
Your own tests, before you hand them in, and a hint about what they miss:
  gradbreak grade my_tests/
  gradbreak grade my_tests/ --hint 1
\b
On an engine for which nothing is configured: its reference suite and controls are made:
  gradbreak grade --engine my_engine.py my_tests/
\b
A class: every folder, test file and archive in submissions/ is one:
  gradbreak grade submissions/ --each --jobs 2
  gradbreak grade submissions/ --each --cluster tls://scheduler:8786
  gradbreak grade submissions/ --each --format canvas --roster students.csv > grades.csv
\b
In an autograder, with as much feedback as the rubric allows:
  gradbreak grade /autograder/submission --feedback rubric --format gradescope

Exit codes: 0 catches the break (of several: all do), 1 does not (at least one), 16 could not be graded,
2 wrong usage. `docs/grading.md` says how grades come about and how students' code is kept in.
"""


@click.command("grade", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--each", is_flag=True, help="Every PATH is a folder of submissions.")
@click.option(
    "--format",
    "format_",
    type=click.Choice([each.value for each in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="What to print on standard output.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for pages, JSON files and grades.csv, relative to the project.  "
    f"[default: {OUT} for several submissions, none for one]",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes at the same time.  [default: one for each core]")
@click.option(
    "--cluster", metavar="ADDRESS", help="Grade a class on a Dask cluster: tls://HOST:PORT, or tcp://127.0.0.1:PORT."
)
@click.option("--require-sandbox", is_flag=True, help="Refuse to grade where bubblewrap does not work.")
@click.option(
    "--feedback",
    type=click.Choice([*(policy.value for policy in FeedbackPolicy), RUBRIC]),
    help="How much is shown.  [default: names for one submission, what the rubric says for several]",
)
@click.option(
    "--hint",
    type=click.IntRange(1, 3),
    help="A hint for your own tests: 1 an idea, 2 a skeleton, 3 a whole test.",
)
@click.option(
    "--roster",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The gradebook's CSV export: for canvas and moodle, and for the names on the class page.",
)
@click.option("--anonymous", is_flag=True, help="For a class: write anonymous.html too, a page without names.")
@click.option("--column", default="gradbreak", show_default=True, help="The assignment in Canvas: 'Homework 3 (1234)'.")
@click.option("--fresh", is_flag=True, help="Grade everything again.")
@lang_option
@project_options
@click.pass_context
def grade_command(
    context: click.Context,
    paths: tuple[Path, ...],
    each: bool,
    format_: str,
    out: Path | None,
    jobs: int | None,
    cluster: str | None,
    require_sandbox: bool,
    feedback: str | None,
    hint: int | None,
    roster: Path | None,
    anonymous: bool,
    column: str,
    fresh: bool,
    language: str,
    project: ProjectChoice,
) -> None:
    """Grade a test suite by the broken engines that it catches, above all the one whose gradients never add up.

    PATH is a test file, a folder, or a zip or tar archive. Its tests run on the engine, on other correct
    engines, on which a valid test passes too, and on every broken one. They run isolated, never in this process.

    The verdict comes first, then the points, each level with what is missed, and the tests that do not count with
    the reasons. Three steps of hints help with what to write next, each when you ask for it. A batch that was
    interrupted continues where it stopped.
    """
    wanted = Format(format_)
    submissions = submissions_in(paths) if each else existing(paths)
    is_batch = each or len(submissions) > 1
    if is_batch and wanted in FOR_ONE:
        raise click.UsageError(
            f"--format {wanted} is for one submission; a batch has text, json, junit and gradebooks."
        )
    if is_batch and hint is not None:
        raise click.UsageError("--hint is for one submission: your own.")
    if roster is not None and wanted not in GRADEBOOKS and not is_batch:
        raise click.UsageError("--roster is for a class, and for --format canvas and moodle.")
    if cluster is not None and not is_batch:
        raise click.UsageError("--cluster is for a class: --each.")
    if cluster is not None and jobs is not None:
        raise click.UsageError("--jobs is for this machine; with --cluster the workers' threads say how many.")
    if anonymous and not is_batch:
        raise click.UsageError("--anonymous is for a class.")
    students = read_roster(roster) if roster is not None else None
    if project.tests:
        raise click.UsageError("--tests is for commands that compare suites; here PATH is what is graded.")
    config = config_of(project, is_about_suites=False)
    folder = config.cache_root / (out or OUT) if is_batch or out is not None else None
    texts = Wording(language).texts
    with ProgressBar(language) as progress:
        progress.begin(texts.checking, 1)
        with open_session(config, require_sandbox=require_sandbox, fresh=fresh) as session:
            progress.advance()
            warn_of_session(session, progress.console)
            policy = policy_of(feedback, session.rubric_feedback, is_batch=is_batch)
            is_asked = context.get_parameter_source("language") is ParameterSource.COMMANDLINE
            written = language if is_asked else session.rubric_language or language
            progress.begin(texts.grading, len(submissions))
            grades = session.grade(
                submissions,
                policy,
                folder=folder,
                jobs=jobs or available_cores(),
                cluster=cluster,
                language=written,
                hint=hint or (None if is_batch or feedback is not None else 0),
                roster=students,
                anonymous=anonymous,
                on_graded=progress.advance,
                warn=functools.partial(warn_on, progress.console),
            )
    options = FormatOptions(is_batch=is_batch, column=column, roster=students, environment=os.environ, language=written)
    print_grades(wanted, grades, options)
    if folder is not None:
        click.echo(say(texts.written, path=folder / "index.html"), err=wanted is not Format.TEXT)
    if students is not None and wanted in GRADEBOOKS:
        warn_without_mark(wanted, grades, students)
    context.exit(_exit_code(grades))


def _exit_code(grades: Sequence[RedactedGrade]) -> ExitCode:
    verdicts = {redacted.grade.verdict for redacted in grades}
    if GradeVerdict.MISSES in verdicts:
        return ExitCode.MISSES_THE_BREAK
    return ExitCode.COULD_NOT_GRADE if GradeVerdict.NOT_GRADABLE in verdicts else ExitCode.DONE

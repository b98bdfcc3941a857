"""``gradbreak check``: is an engine right, and if not, which fault does it behave like; one engine, or a class."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from click.core import ParameterSource

from gradbreak.check.checking import check_in_process
from gradbreak.cli.engine_grading_options import FORMATS, OUT, POLICIES, EngineGradingChoice
from gradbreak.cli.options import lang_option
from gradbreak.config.load import FOLDER
from gradbreak.engine.locating import locate
from gradbreak.errors import ExitCode
from gradbreak.results.check_document import check_document
from gradbreak.results.check_text import check_lines

_EPILOG = """\b
Your own engine:
  gradbreak check value.py
  gradbreak check micrograd/ notebook.ipynb --format json
\b
A class: every folder, file, notebook and archive in engines/ is one. They run in a sandbox:
  gradbreak check --each engines/
  gradbreak check --each engines/ --format canvas --roster students.csv > grades.csv
\b
In an autograder, one engine in a sandbox:
  gradbreak check /autograder/submission --format gradescope

Exit codes: 0 every engine is right, 18 one is wrong, 7 a file is no engine (of several in a sandbox: 16, one could
not be graded). `docs/check-an-engine.md` says what is checked, and how [engine_points] makes a grade of it.
"""


@click.command("check", epilog=_EPILOG)
@click.argument("engines", metavar="ENGINE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--each", is_flag=True, help="Every ENGINE is a folder of students' engines; each is graded in a sandbox."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="What to print on standard output. Any but text and json runs the engine in a sandbox, too.",
)
@click.option(
    "--rubric",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help=f"The file with [engine_points].  [default: {FOLDER}/rubric.toml where there is one]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"The folder for pages, JSON files and grades.csv of a class.  [default: {OUT}]",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes at the same time.  [default: one for each core]")
@click.option("--require-sandbox", is_flag=True, help="Refuse to grade where bubblewrap does not work.")
@click.option(
    "--feedback",
    type=click.Choice(POLICIES),
    help="How much authors are shown.  [default: what the rubric says, else names, which shows all that is found]",
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
@click.pass_context
def check_command(
    ctx: click.Context,
    engines: tuple[Path, ...],
    each: bool,
    format_: str,
    rubric: Path | None,
    out: Path | None,
    jobs: int | None,
    require_sandbox: bool,
    feedback: str | None,
    roster: Path | None,
    anonymous: bool,
    column: str,
    fresh: bool,
    language: str,
) -> None:
    """Say whether an engine's values and gradients are right: a file, a folder or a notebook; nothing is configured.

    Small expressions of every operation, in which variables are used once and again, are run on the
    engine and compared with dual numbers. For a wrong engine it prints the smallest expression that
    shows it, and the fault that the engine behaves like. No test and no mutant is needed.

    With --each it grades the engines of a class: values, gradients, deep graphs, two sweeps and the reset earn
    the points that the rubric gives them. An engine that hangs, ends Python or cannot be imported costs itself alone.
    """
    if not each and format_ in ("text", "json"):
        for name in ("rubric", "out", "jobs", "require_sandbox", "feedback", "roster", "anonymous", "fresh"):
            if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise click.UsageError(f"--{name.replace('_', '-')} is for --each, and for formats of autograders.")
        ctx.exit(_check_own(engines, as_json=format_ == "json", language=language))
    from gradbreak.cli.check_each import grade_engines  # not before it is needed: a check takes less than a second

    is_asked = ctx.get_parameter_source("language") is ParameterSource.COMMANDLINE
    choice = EngineGradingChoice(
        format_=format_,
        is_each=each,
        rubric=rubric,
        out=out,
        jobs=jobs,
        require_sandbox=require_sandbox,
        feedback=feedback,
        roster=roster,
        anonymous=anonymous,
        column=column,
        fresh=fresh,
        language=language,
        is_language_asked=is_asked,
    )
    ctx.exit(grade_engines(engines, choice))


def _check_own(engines: Sequence[Path], *, as_json: bool, language: str) -> ExitCode:
    """Check engines of one's own, each in a process of its own and without a sandbox."""
    checks = []
    with tempfile.TemporaryDirectory(prefix="gradbreak-") as notebooks:
        for position, engine in enumerate(engines):
            check = check_in_process(locate([engine], Path(notebooks)))
            if engine.suffix == ".ipynb":  # and not the module that was made of it
                check = dataclasses.replace(check, file=engine.name)
            checks.append(check)
            if not as_json:
                if position:
                    click.echo()
                for line in check_lines(check, language):
                    click.echo(line)
    if as_json:
        encoded = msgspec.json.encode(check_document(tuple(checks)))
        click.echo(msgspec.json.format(encoded, indent=2))
    return ExitCode.DONE if all(check.is_right for check in checks) else ExitCode.WRONG_ENGINE

"""``gradbreak lesson``: the lesson in the terminal."""

from __future__ import annotations

import sys
from functools import partial

import click
from rich.console import Console

from gradbreak import mutation
from gradbreak.cli.options import ProjectChoice, config_of, lang_option, project_options
from gradbreak.cli.progress import ProgressBar
from gradbreak.lesson import tell
from gradbreak.workcopy import refuse_applied


@click.command("lesson")
@click.option("--no-input", is_flag=True, help="Ask nothing; show sample answers and go on.")
@lang_option
@project_options
def lesson_command(no_input: bool, language: str, project: ProjectChoice) -> None:
    """Predict, break, run, observe, diagnose, revert: why a gradient is a sum.

    You are asked for your prediction first; then the engine is broken in memory and answers. Your files are
    not touched. Every number is computed on your engine, by your suites, while you read.

    \b
    gradbreak lesson
    gradbreak lesson --lang es
    gradbreak lesson --no-input | less
    """
    config = config_of(project, is_about_breaks=True)
    refuse_applied(config.root)  # or "the engine as it is" would be a broken one
    mutants = mutation.make_mutants(config)
    console = Console(highlight=False)
    tell(config, mutants, language, console, None if no_input else _read_line, partial(ProgressBar, language))


def _read_line(prompt: str) -> str | None:
    if sys.stdin is None:  # closed by whoever started this, as the shell's `<&-` does
        click.echo(prompt)
        return None
    try:
        return input(prompt)
    except EOFError:
        click.echo()
        return None

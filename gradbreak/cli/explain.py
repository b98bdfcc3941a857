"""``gradbreak explain``: why a mutant survived, and a test that would kill it."""

from __future__ import annotations

import click
import msgspec
from rich.console import Console

from gradbreak.cli.options import ProjectChoice, config_of, format_option, lang_option, project_options
from gradbreak.cli.progress import ProgressBar
from gradbreak.explain.explanation import explain
from gradbreak.explain.text import print_explanation
from gradbreak.texts import LANGUAGES


@click.command("explain")
@click.argument("mutant")
@click.option("--test", metavar="ID", help="Follow this test: its id, or the name of its function.")
@click.option("--suite", metavar="NAME", help="Look at this suite only.")
@format_option("text", "json")
@lang_option
@project_options
def explain_command(
    mutant: str, test: str | None, suite: str | None, format_: str, language: str, project: ProjectChoice
) -> None:
    """Say why MUTANT survived or was killed: an id, a title, a site such as mul.self, or a break such as canonical.

    The tests are run on it now, unless the last `gradbreak run` has done so and nothing has changed since. They
    climb a ladder: a test reaches the changed code, something that it writes changes, and an assertion notices. For
    one test, the one you name or the one that says most, the writes with the mutant and without stand side by side.
    The end is a test that kills the mutant, to be pasted into a suite.

    \b
    gradbreak explain mul.self
    gradbreak explain mul.self --suite linear
    gradbreak explain mul.self --test test_multiplication
    """
    if test is not None and suite is not None:
        raise click.UsageError("--test names a suite already; leave --suite out.")
    with ProgressBar(language) as progress:
        explanation = explain(
            config_of(project),
            progress,
            mutant,
            test=test or "",
            suite=suite or "",
            language=LANGUAGES[0] if format_ == "json" else language,  # what programs read is the same everywhere
        )
    if format_ == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(explanation).decode(), indent=2))
    else:
        print_explanation(explanation, Console(highlight=False), language)

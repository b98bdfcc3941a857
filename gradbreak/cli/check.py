"""``gradbreak check``: is an engine right, and if not, which fault does it behave like."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import msgspec

from gradbreak.check.checking import check_in_process
from gradbreak.cli.check_text import check_lines
from gradbreak.cli.options import format_option, lang_option
from gradbreak.engine.locating import locate
from gradbreak.errors import ExitCode
from gradbreak.results.check_document import check_document


@click.command("check")
@click.argument("engines", metavar="ENGINE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option("text", "json")
@lang_option
@click.pass_context
def check_command(ctx: click.Context, engines: tuple[Path, ...], format_: str, language: str) -> None:
    """Say whether an engine's values and gradients are right: a file, a folder or a notebook; nothing is configured.

    Small expressions of every operation, in which variables are used once and again, are run on the
    engine and compared with dual numbers. For a wrong engine it prints the smallest expression that
    shows it, and the fault that the engine behaves like. No test and no mutant is needed.

    Exit code 18: an engine is wrong. 7: a file is no engine.

    \b
    gradbreak check value.py
    gradbreak check micrograd/ notebook.ipynb --format json
    """
    checks = []
    with tempfile.TemporaryDirectory(prefix="gradbreak-") as notebooks:
        for position, engine in enumerate(engines):
            check = check_in_process(locate([engine], Path(notebooks)))
            checks.append(check)
            if format_ == "text":
                if position:
                    click.echo()
                for line in check_lines(check, language):
                    click.echo(line)
    if format_ == "json":
        encoded = msgspec.json.encode(check_document(tuple(checks)))
        click.echo(msgspec.json.format(encoded, indent=2))
    if not all(check.is_right for check in checks):
        ctx.exit(ExitCode.WRONG_ENGINE)

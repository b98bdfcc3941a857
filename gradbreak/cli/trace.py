"""``gradbreak trace``: one expression's sweep, intact beside broken, and what an oracle says."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.console import Console

from gradbreak import mutation
from gradbreak.cli.options import ProjectChoice, config_of, format_option, lang_option, project_options
from gradbreak.config import Config
from gradbreak.errors import GradbreakError
from gradbreak.model import Break
from gradbreak.process.files import write_whole
from gradbreak.report.trace_page import replay_page
from gradbreak.texts.catalogue import load
from gradbreak.texts.terms import term
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.compare import compare
from gradbreak.trace.oracles import OracleKind, oracle_gradients
from gradbreak.trace.parse import bind, parse
from gradbreak.trace.text import print_trace
from gradbreak.trace.trace import TraceRequest, functions_of
from gradbreak.trace.trace import trace as run_trace
from gradbreak.trace.trace_report import TraceReport, as_json

_EPILOG = """\b
Example, the diamond of the lesson:
  gradbreak trace "(a*b + c)*(a - c)" a=2 b=3 c=4
\b
One write only, against PyTorch:
  gradbreak trace "a*b + a" a=2 b=3 --mutant mul.self --oracle torch

Write -- before an expression that starts with a minus sign.
"""


class _OfAnExpression(click.Command):
    """A command whose argument may begin with a minus sign, which is how options begin."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sort the command line into options and arguments."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            meant = next((each for each in given if each[:1] == "-" and each[1:2] not in ("", "-")), None)
            if meant is None or error.option_name.startswith("--"):
                raise
            raise click.UsageError(
                f"{error.format_message()} Write -- before an expression that starts with a minus sign: -- {meant}",
                ctx,
            ) from None


@click.command(cls=_OfAnExpression, epilog=_EPILOG)
@click.argument("expression")
@click.argument("values", nargs=-1, metavar="NAME=NUMBER...")
@click.option("--break", "break_", metavar="NAME", help="The break to compare with.  [default: canonical]")
@click.option(
    "--mutant", metavar="ID", help="A single mutant to compare with: mul.self, or an id of `gradbreak mutants`."
)
@click.option(
    "--oracle",
    type=click.Choice([oracle.value for oracle in OracleKind]),
    default=OracleKind.DUAL.value,
    show_default=True,
    help="The independent method: dual numbers, or torch.autograd.grad.",
)
@format_option("text", "json")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page that replays the sweep."
)
@lang_option
@project_options
def trace(
    expression: str,
    values: tuple[str, ...],
    break_: str | None,
    mutant: str | None,
    oracle: str,
    format_: str,
    html: Path | None,
    language: str,
    project: ProjectChoice,
) -> None:
    """Show the backward sweep of EXPRESSION closure by closure, intact beside broken.

    EXPRESSION is arithmetic with + - * / ** and the engine's functions; every variable in it needs a
    value. Below the sweep stand the gradients of the intact engine, of the broken one and of an
    independent method, and which term of the sum over paths was lost.
    """
    if break_ is not None and mutant is not None:
        raise click.UsageError("--break and --mutant name two changes; choose one of them.")
    texts = load(TraceTexts, language)
    report = make_report(
        config_of(project), expression, values, mutant or break_ or "canonical", OracleKind(oracle), language
    )
    if html is not None:
        _write(html, replay_page(report, language))
    if format_ == "json":
        click.echo(msgspec.json.encode(as_json(report)))
    else:
        print_trace(report, Console(highlight=False), texts)


def _write(path: Path, page: str) -> None:
    try:
        write_whole(path, page.encode())
    except OSError as error:
        # Not click's FileError: it ends with 1, which means that a submission misses the break.
        raise GradbreakError(f"{path} cannot be written: {error.strerror}", "Choose another file with --html") from None


def make_report(
    config: Config, expression: str, values: tuple[str, ...], change: str, oracle: OracleKind, language: str
) -> TraceReport:
    """Everything that the command shows.

    Args:
        config: the project.
        expression: as it was typed.
        values: ``a=2`` and the like, as they were typed.
        change: any name of a break or mutant.
        oracle: whom to compare with.
        language: that of the change's name.

    Raises:
        GradbreakError: something in it cannot be used; the message names it.
    """
    functions = functions_of(config)
    parsed = parse(expression, functions)
    inputs = bind(parsed, values, functions)
    mutants = mutation.make_mutants(config)
    found = mutants.find(change)
    request = TraceRequest(name="trace", expression=parsed, inputs=inputs, break_id=found.id)
    (example,) = run_trace(config, mutants, [request])
    return TraceReport(
        example=example,
        change=f"{found.id}: {term(found.title, language)}" if isinstance(found, Break) else found.label,
        gradient=config.engine.gradient,
        comparison=compare(example.intact, example.broken),
        oracle=oracle,
        expected=oracle_gradients(oracle, parsed, inputs, functions),
        order=config.engine.orders[0],
    )

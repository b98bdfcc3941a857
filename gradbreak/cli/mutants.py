"""``gradbreak mutants``: what would be changed, by family."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradbreak import mutation
from gradbreak.cli.options import config_of, format_option, lang_option, root_option
from gradbreak.errors import NoSuchMutant
from gradbreak.texts.catalogue import load
from gradbreak.texts.terminal import TerminalTexts
from gradbreak.texts.terms import term


@click.command("mutants")
@click.option("--family", metavar="ID", help="Only this family.")
@format_option("text", "json")
@lang_option
@root_option
def mutants_command(family: str | None, format_: str, language: str, root: Path | None) -> None:
    """List the mutants and breaks of the engine; nothing is run.

    Each has mutmut's own name, so that `mutmut show NAME` works on it, and a readable one. Either is
    understood wherever a command takes a mutant.

    \b
    gradbreak mutants --family accumulation
    gradbreak mutants --format json
    """
    config = config_of(root)
    mutants = mutation.make_mutants(config)
    families = {each.id: each for each in sorted(config.families, key=lambda each: each.order)}
    if family is not None and family not in families:
        raise NoSuchMutant(f"there is no family {family!r}", f"Choose among: {', '.join(families)}")
    chosen = [mutant for mutant in mutants.mutants if family in (None, mutant.family)]
    if format_ == "json":
        everything = {"mutants": chosen, "breaks": [] if family else mutants.breaks}
        click.echo(msgspec.json.format(msgspec.json.encode(everything), indent=2))
        return
    texts = load(TerminalTexts, language).mutants
    console = Console()
    for id_, each in families.items():
        members = [mutant for mutant in chosen if mutant.family == id_]
        if members:
            console.print(f"\n[bold]{term(each.title, language)}[/]  {each.symbol}  {len(members)}", highlight=False)
            width = max(30, *(cell_len(mutant.title) for mutant in members))
            for mutant in members:
                name = mutant.id + (f"  ({texts.equivalent})" if mutant.equivalent else "")
                # A line each and no table: a table folds a name that does not fit, which nobody can then copy or find.
                console.print(Text(set_cell_size(mutant.title, width)), Text(name, style="dim"), soft_wrap=True)
    if family is None:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column(texts.break_)
        table.add_column(texts.does)
        table.add_column(texts.mutants, justify="right")
        for one in mutants.breaks:
            table.add_row(one.id, term(one.title, language), str(len(one.members)))
        console.print()
        console.print(table, highlight=False)

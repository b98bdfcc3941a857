"""``gradbreak mutants``: what would be changed, by family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
import msgspec
from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradbreak import mutation
from gradbreak.cli.options import ProjectChoice, config_of, format_option, lang_option, project_options
from gradbreak.errors import NoSuchMutant, choose_among
from gradbreak.model import Mutant
from gradbreak.texts.catalogue import load
from gradbreak.texts.terminal import MutantList, TerminalTexts
from gradbreak.texts.terms import term


@click.command("mutants")
@click.option("--family", metavar="ID", help="Only this family.")
@click.option("--ids", is_flag=True, help="A line for each mutant, with mutmut's name of it.")
@format_option("text", "json")
@lang_option
@project_options
def mutants_command(family: str | None, ids: bool, format_: str, language: str, project: ProjectChoice) -> None:
    """List the mutants and breaks of the engine; nothing is run.

    A place, `mul.self`, and a change there, `* → /`, are together the name of a mutant. With --ids each also
    has mutmut's own name, so that `mutmut show NAME` works on it. Either is understood wherever a command takes a
    mutant, and a place alone is the mutant that replaces its gradient.

    \b
    gradbreak mutants --family accumulation
    gradbreak mutants --ids | grep mul.self
    gradbreak mutants --format json
    """
    config = config_of(project)
    mutants = mutation.make_mutants(config)
    families = {each.id: each for each in sorted(config.families, key=lambda each: each.order)}
    if family is not None and family not in families:
        raise NoSuchMutant(f"there is no family {family!r}", choose_among(family, families))
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
            for line in _with_ids(members, texts) if ids else _by_place(members, each.symbol, texts):
                # A line each and no table: a table folds a name that does not fit, which nobody can then copy or find.
                console.print(line, soft_wrap=True)
    if family is None:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column(texts.break_)
        table.add_column(texts.does)
        table.add_column(texts.mutants, justify="right")
        for one in mutants.breaks:
            table.add_row(one.id, term(one.title, language), str(len(one.members)))
        console.print()
        console.print(table, highlight=False)


def _with_ids(members: Sequence[Mutant], texts: MutantList) -> Iterator[Text]:
    """A line for each mutant: its title and mutmut's name."""
    width = max(30, *(cell_len(mutant.title) for mutant in members))
    for mutant in members:
        yield Text.assemble(set_cell_size(mutant.title, width), " ", (mutant.id + _mark(mutant, texts), "dim"))


def _by_place(members: Sequence[Mutant], symbol: str, texts: MutantList) -> Iterator[Text]:
    """A line for each place with the changes there; a change that the family's heading says is not said again."""
    by_place: dict[str, list[Mutant]] = {}
    for mutant in members:
        by_place.setdefault(mutant.place, []).append(mutant)
    width = max(map(cell_len, by_place))
    for place, there in by_place.items():
        changes = [("" if mutant.change == symbol else mutant.change) + _mark(mutant, texts) for mutant in there]
        yield Text(f"{set_cell_size(place, width)}  {'  ·  '.join(changes)}".rstrip())


def _mark(mutant: Mutant, texts: MutantList) -> str:
    return f"  ({texts.equivalent})" if mutant.equivalent else ""

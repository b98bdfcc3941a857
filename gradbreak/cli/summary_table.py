"""The finding in a terminal: coverage beside kills, one line a suite."""

from __future__ import annotations

from collections.abc import Container, Mapping

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gradbreak.model import DETECTED, BreakKind, Results

EXPENDABLE = ("branches", "tests", "breaks", "other mutants")
"""Columns that a narrow terminal goes without, in this order: figures that are cut off say nothing."""
WIDE = 1000


def print_summary(results: Results, console: Console) -> None:
    """Print the table of suites and the finding under it."""
    summary = results.summary
    breaking = _accumulating_family(results)
    symbol = _symbol(results, breaking) if breaking else ""
    others = [family.id for family in results.families if family.id != breaking]
    rows: dict[str, dict[str, str]] = {}
    for name, suite in summary.suites.items():
        noticed = sum(name in each.killed_by for each in summary.breaks.values())
        rows[name] = {
            "tests": str(suite.tests),
            "lines": _percent(suite.line_coverage),
            "branches": _percent(suite.branch_coverage),
            **({symbol: f"{suite.killed[breaking]} of {summary.families[breaking].total}"} if breaking else {}),
            "other mutants": f"{sum(suite.killed[family] for family in others)} of "
            f"{sum(summary.families[family].total for family in others)}",
            "breaks": f"{noticed} of {len(summary.breaks)}",
        }
    bold = {name for name, suite in summary.suites.items() if not breaking or suite.killed[breaking] > 0}
    table = _table(rows, bold, ())
    for count in range(1, len(EXPENDABLE) + 1):
        if console.measure(table, options=console.options.update(width=WIDE)).maximum > console.width:
            table = _table(rows, bold, EXPENDABLE[:count])
    console.print()
    console.print(table)
    console.print()
    for line in _finding(results, breaking):
        console.print(line, highlight=False)
    if any(example.unordered for example in results.examples):
        console.print(
            f"[bold]Two runs can differ:[/] a {results.engine.node_class} keeps its operands in a set, and a set has "
            "no order. Keep them in a tuple.",
            highlight=False,
        )


def _table(rows: Mapping[str, Mapping[str, str]], bold: Container[str], left_out: Container[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("suite")
    titles = [title for title in next(iter(rows.values())) if title not in left_out]
    for title in titles:
        table.add_column(title, justify="right")
    for name, row in rows.items():
        table.add_row(Text(name, style="bold" if name in bold else ""), *(row[title] for title in titles))
    return table


def _finding(results: Results, breaking: str) -> list[str]:
    summary = results.summary
    alive = [
        mutant.title for mutant in results.mutants if mutant.equivalent is None and mutant.id not in _killed(results)
    ]
    lines = []
    if breaking:
        total = summary.families[breaking].total
        blind = [(name, suite) for name, suite in summary.suites.items() if suite.killed[breaking] == 0]
        full = [name for name, suite in summary.suites.items() if suite.killed[breaking] == total]
        if blind:
            name, suite = max(blind, key=lambda pair: pair[1].line_coverage or 0)
            lines.append(
                f"[bold]{name}[/] runs {_percent(suite.line_coverage)} of the lines and catches none of the {total} "
                f"mutants that replace a gradient instead of adding to it."
            )
        if full:
            lines.append(f"[bold]{', '.join(full)}[/] catches all {total}.")
    equivalent = sum(family.equivalent for family in summary.families.values())
    if len(alive) == 1:
        lines.append(f"1 mutant lives through every suite: {escape(alive[0])}")
    elif alive:
        lines.append(f"{len(alive)} mutants live through every suite, the first: {escape(alive[0])}")
    else:
        lines.append(
            f"Every one of {len(results.mutants)} mutants is killed by some suite"
            + (f" or is listed as equivalent ({equivalent})." if equivalent else ".")
        )
    return lines


def _killed(results: Results) -> set[str]:
    return {cell.mutant for cell in results.cells if cell.status in DETECTED}


def _accumulating_family(results: Results) -> str:
    canonical = next((each for each in results.breaks if each.kind == BreakKind.CANONICAL), None)
    if canonical is None:
        return ""
    return next(mutant.family for mutant in results.mutants if mutant.id == canonical.members[0])


def _symbol(results: Results, family: str) -> str:
    found = next(each for each in results.families if each.id == family)
    return found.symbol or found.title


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:g} %"

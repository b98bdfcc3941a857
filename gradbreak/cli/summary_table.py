"""The finding in a terminal: coverage beside kills, one line a suite."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gradbreak.model import DETECTED, BreakKind, Results


def print_summary(results: Results, console: Console) -> None:
    """Print the table of suites and the finding under it."""
    summary = results.summary
    breaking = _accumulating_family(results)
    others = [family.id for family in results.families if family.id != breaking]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("suite")
    columns = [
        "tests",
        "lines",
        "branches",
        *([_symbol(results, breaking)] if breaking else []),
        "other mutants",
        "breaks",
    ]
    for title in columns:
        table.add_column(title, justify="right")
    for name, suite in summary.suites.items():
        noticed = sum(name in each.killed_by for each in summary.breaks.values())
        row = [str(suite.tests), _percent(suite.line_coverage), _percent(suite.branch_coverage)]
        if breaking:
            row.append(f"{suite.killed[breaking]} of {summary.families[breaking].total}")
        row += [
            f"{sum(suite.killed[family] for family in others)} of {sum(summary.families[f].total for f in others)}",
            f"{noticed} of {len(summary.breaks)}",
        ]
        is_blind = bool(breaking) and suite.killed[breaking] == 0
        table.add_row(Text(name, style="bold" if not is_blind else ""), *row)
    console.print()
    console.print(table)
    console.print()
    for line in _finding(results, breaking):
        console.print(line, highlight=False)


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

"""The finding in a terminal: coverage beside kills, one line a suite."""

from __future__ import annotations

from collections.abc import Container, Mapping

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gradbreak.analysis.findings import Findings, Shape, find
from gradbreak.model import Results

EXPENDABLE = ("branches", "tests", "breaks", "other mutants")
"""Columns that a narrow terminal goes without, in this order: figures that are cut off say nothing."""
WIDE = 1000


def print_summary(results: Results, console: Console) -> None:
    """Print the table of suites and the finding under it."""
    findings = find(results)
    family = findings.family
    symbol = (family.symbol or family.title) if family else ""
    rows = {
        suite.suite: {
            "tests": str(suite.tests),
            "lines": _percent(suite.lines),
            "branches": _percent(suite.branches),
            **({symbol: f"{suite.killed} of {findings.total}"} if family else {}),
            "other mutants": f"{suite.other_killed} of {findings.other_total}",
            "breaks": f"{suite.breaks} of {findings.breaks}",
        }
        for suite in findings.suites
    }
    bold = {suite.suite for suite in findings.suites if not family or suite.killed > 0}
    table = _table(rows, bold, ())
    for count in range(1, len(EXPENDABLE) + 1):
        if console.measure(table, options=console.options.update(width=WIDE)).maximum > console.width:
            table = _table(rows, bold, EXPENDABLE[:count])
    console.print()
    console.print(table)
    console.print()
    for line in _sentences(results, findings):
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


def _sentences(results: Results, findings: Findings) -> list[str]:
    lines = []
    blind, total = findings.blind, findings.total
    if blind is not None and findings.shape in (Shape.BLIND, Shape.BLIND_UNCOVERED):
        kills = f"only {blind.killed}" if blind.killed else "none"
        covers = f"runs {_percent(blind.lines)} of the lines and " if blind.lines is not None else ""
        lines.append(
            f"[bold]{blind.suite}[/] {covers}catches {kills} of the {total} mutants that replace a gradient instead of "
            "adding to it."
        )
    if findings.shape is not Shape.NO_BREAK and findings.complete:
        lines.append(f"[bold]{', '.join(findings.complete)}[/] catches all {total}.")
    survivors = findings.survivors
    if survivors:
        first = escape(next(mutant.title for mutant in results.mutants if mutant.id == survivors[0]))
        if len(survivors) == 1:
            lines.append(f"1 mutant survived every suite: {first}")
        else:
            lines.append(f"{len(survivors)} mutants survived every suite, the first: {first}")
    else:
        equivalent = f" or is listed as equivalent ({findings.equivalent})" if findings.equivalent else ""
        lines.append(f"Every one of {len(results.mutants)} mutants is killed by some suite{equivalent}.")
    return lines


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:g} %"

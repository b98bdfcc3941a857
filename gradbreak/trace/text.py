"""A trace for the terminal: the sweep closure by closure, then the gradients with what was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from gradbreak.trace.compare import Effect
from gradbreak.trace.trace_report import TraceReport
from gradbreak.trace.wording import LONGEST_NAME, change, nothing_differs, number, remarks, said, shortened

NARROWEST_NAME = 12
"""Columns that a node's name gets at least, however narrow the terminal."""

_PLAIN = str.maketrans({"→": "->", "…": "..."})
"""For a terminal whose encoding lacks them."""


def print_trace(report: TraceReport, console: Console) -> None:
    """Print a report; colour only repeats what marks and words say already."""
    print_lines(trace_lines(report, console.width), console)


def print_lines(lines: Iterable[Text], console: Console) -> None:
    """Print lines, with arrows and ellipses in ASCII where the terminal has no others."""
    for line in lines:
        try:
            line.plain.encode(console.encoding)
        except UnicodeEncodeError:
            line = Text(line.plain.translate(_PLAIN))
        console.print(line, soft_wrap=True)


def trace_lines(report: TraceReport, width: int) -> list[Text]:
    """The lines to print.

    Args:
        report: what to show.
        width: of the terminal, in columns; long names are shortened to fit.
    """
    return [*_heading(report), Text(), *_sweep(report, width), Text(), *_gradients(report, width)]


def _heading(report: TraceReport) -> Iterator[Text]:
    example = report.example
    inputs = ", ".join(f"{name}={number(value)}" for name, value in example.inputs.items())
    yield Text(f"{example.expression} at {inputs}", style="bold")
    broken = "" if example.broken.value == example.value else f" intact, {number(example.broken.value)} broken"
    yield Text(f"value:  {number(example.value)}{broken}")
    yield Text(f"change: {report.change}")


def _sweep(report: TraceReport, width: int) -> Iterator[Text]:
    steps = [step for step in report.comparison.steps if step.says_something]
    rows = [(step.either.site, step.either.node, change(step.intact), change(step.broken)) for step in steps]
    titles = ("site", "gradient of", "intact", "broken")
    widths = [max(len(row[column]) for row in (titles, *rows)) for column in range(4)]
    room = width - 8 - widths[0] - widths[2] - widths[3]
    widths[1] = min(widths[1], max(room, NARROWEST_NAME))

    def line(mark: str, row: tuple[str, str, str, str]) -> str:
        site, name, intact, broken = row
        left = f"{mark} {site:<{widths[0]}}  {shortened(name, widths[1]):<{widths[1]}}"
        return f"{left}  {intact:>{widths[2]}}  {broken:>{widths[3]}}".rstrip()

    yield Text(line(" ", titles), style="dim")
    for source, group in groupby(zip(steps, rows, strict=True), key=lambda pair: pair[0].either.source):
        if source:
            yield Text(f"closure of {shortened(source, width - 11)}", style="italic")
        for step, row in group:
            if step.effect is Effect.SAME:
                yield Text(line(" ", row))
            else:
                is_first = step is report.comparison.first_difference
                yield Text(line(">", row), style="bold red")
                yield Text(f"    {said(step, report.gradient)}{'  (the first difference)' if is_first else ''}")
    if report.example.broken.error:
        yield Text(f"The broken engine stopped: {report.example.broken.error}", style="bold red")
    elif report.comparison.first_difference is None:
        yield Text(nothing_differs(steps))


def _gradients(report: TraceReport, width: int) -> Iterator[Text]:
    example = report.example
    titles = ("input", "intact", "broken", str(report.oracle))
    rows = [
        (
            name,
            number(example.intact.gradients.get(name)),
            number(example.broken.gradients.get(name)),
            number(report.expected[name]),
        )
        for name in example.inputs
    ]
    widths = [max(len(row[column]) for row in (titles, *rows)) for column in range(4)]

    def line(row: tuple[str, str, str, str]) -> str:
        name, *numbers = row
        cells = (f"{cell:>{size}}" for cell, size in zip(numbers, widths[1:], strict=True))
        return f"  {'  '.join([f'{name:<{widths[0]}}', *cells])}  "

    yield Text(line(titles).rstrip(), style="dim")
    for row in rows:
        first, *others = remarks(report, row[0]) or [""]
        left = line(row)
        yield Text(shortened(left + first, width).rstrip(), style="bold red" if first else "")
        yield from (Text(shortened(" " * len(left) + other, width), style="bold red") for other in others)
    for loss in report.comparison.losses:
        if loss.node not in example.inputs:
            lost = f"lost {number(loss.term)} through {shortened(loss.through, LONGEST_NAME)}"
            yield Text(f"on the way, {shortened(loss.node, LONGEST_NAME)} {lost}")

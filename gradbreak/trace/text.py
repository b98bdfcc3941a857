"""A trace for the terminal: the sweep closure by closure, then the gradients with what was lost."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from gradbreak.texts import say
from gradbreak.texts.printing import print_lines
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.sweep_table import sweep_table
from gradbreak.trace.trace_report import TraceReport
from gradbreak.trace.wording import LONGEST_NAME, nothing_differs, number, order_in_words, remarks, shortened


def print_trace(report: TraceReport, console: Console, texts: TraceTexts) -> None:
    """Print a report; colour only repeats what marks and words say already."""
    print_lines(trace_lines(report, console.width, texts), console)


def trace_lines(report: TraceReport, width: int, texts: TraceTexts) -> list[Text]:
    """The lines to print.

    Args:
        report: what to show.
        width: of the terminal, in columns; long names are shortened to fit.
        texts: the language.
    """
    return [*_heading(report, texts), Text(), *_sweep(report, width, texts), Text(), *_gradients(report, width, texts)]


def _heading(report: TraceReport, texts: TraceTexts) -> Iterator[Text]:
    example = report.example
    inputs = ", ".join(f"{name}={number(value)}" for name, value in example.inputs.items())
    yield Text(say(texts.at, expression=example.expression, inputs=inputs), style="bold")
    if example.broken.value == example.value:
        yield Text(say(texts.value, value=number(example.value)))
    else:
        yield Text(say(texts.value_differs, value=number(example.value), broken=number(example.broken.value)))
    yield Text(say(texts.change, change=report.change))
    if report.order is not None:
        yield Text(order_in_words(report.order, texts))


def _sweep(report: TraceReport, width: int, texts: TraceTexts) -> Iterator[Text]:
    yield from sweep_table(report.comparison, report.gradient, width, texts)
    if report.example.broken.error:
        yield Text(say(texts.stopped, error=report.example.broken.error), style="bold red")
    elif report.comparison.first_difference is None:
        yield Text(nothing_differs(report.comparison.steps, texts))


def _gradients(report: TraceReport, width: int, texts: TraceTexts) -> Iterator[Text]:
    example = report.example
    titles = (texts.input, texts.intact, texts.broken, str(report.oracle))
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
        first, *others = remarks(report, row[0], texts) or [""]
        left = line(row)
        yield Text(shortened(left + first, width).rstrip(), style="bold red" if first else "")
        yield from (Text(shortened(" " * len(left) + other, width), style="bold red") for other in others)
    for loss in report.comparison.losses:
        if loss.node not in example.inputs:
            node, through = (shortened(name, LONGEST_NAME) for name in (loss.node, loss.through))
            yield Text(say(texts.lost_on_the_way, node=node, term=number(loss.term), through=through))

"""The writes of a sweep as a table, intact beside broken: for ``gradbreak trace`` and for the lesson."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from gradbreak.texts import say
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.compare import Comparison, Effect
from gradbreak.trace.wording import change, said, shortened

NARROWEST_NAME = 12
"""Columns that a node's name gets at least, however narrow the terminal."""


def sweep_table(comparison: Comparison, gradient: str, width: int, texts: TraceTexts) -> Iterator[Text]:
    """The titles, then every write under the closure that makes it; under a write that differs, how it differs.

    Args:
        comparison: the sweeps.
        gradient: what the engine calls a gradient.
        width: columns that a line may take; long names are shortened to fit.
        texts: the language.
    """
    steps = [step for step in comparison.steps if step.says_something]
    rows = [(step.either.site, step.either.node, change(step.intact), change(step.broken)) for step in steps]
    titles = (texts.site, texts.node, texts.intact, texts.broken)
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
            title = say(texts.closure, node=shortened(source, max(width - len(texts.closure), NARROWEST_NAME)))
            yield Text(title, style="italic")
        for step, row in group:
            if step.effect is Effect.SAME:
                yield Text(line(" ", row))
            else:
                yield Text(line(">", row), style="bold red")
                remark = f"    {said(step, gradient, texts)}"
                if step is comparison.first_difference:
                    first = f"({texts.first_difference})"
                    remark += f"  {first}" if len(f"{remark}  {first}") <= width else f"\n    {first}"
                yield from map(Text, remark.split("\n"))

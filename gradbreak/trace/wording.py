"""What is said about a trace, in a terminal and on a page alike."""

from __future__ import annotations

from collections.abc import Iterable

from gradbreak.model import Write
from gradbreak.trace.compare import Step
from gradbreak.trace.oracles import agree
from gradbreak.trace.trace_report import TraceReport

LONGEST_NAME = 24
"""Characters that a node's name gets at most within a sentence."""


def nothing_differs(steps: Iterable[Step]) -> str:
    """Why two sweeps are the same, as far as the writes tell."""
    if all(step.either.before == 0 for step in steps):
        return "No write differs. Each landed on 0, where replacing and adding are the same."
    return "No write differs."


def said(step: Step, gradient: str) -> str:
    """``a.grad: 10 → -6, replaced, not added``."""
    name = shortened(step.either.node, LONGEST_NAME)
    attribute = f"{name if name.isidentifier() else f'({name})'}.{gradient}"
    written = change(step.broken)
    return f"{attribute}: {written}, {step.effect}" if written else f"{attribute}: {step.effect}"


def remarks(report: TraceReport, name: str) -> list[str]:
    """What is wrong with an input's gradient, a line each."""
    intact, broken = report.example.intact.gradients.get(name), report.example.broken.gradients.get(name)
    found = [
        f"lost {number(loss.term)} through {loss.through}" for loss in report.comparison.losses if loss.node == name
    ]
    if intact != broken and not found:
        found.append("wrong, though no term of its own is lost")
    expected = report.expected[name]
    if intact is not None and expected is not None and not agree(intact, expected):
        found.append(f"{report.oracle} disagrees with the intact engine")
    return found


def change(write: Write | None) -> str:
    """``10 → -6``, or nothing where nothing was written."""
    return "" if write is None else f"{number(write.before)} → {number(write.after)}"


def number(value: float | None) -> str:
    """A number with up to six digits, or a dash where there is none."""
    return "-" if value is None else f"{value + 0.0:.6g}"


def shortened(text: str, width: int) -> str:
    """A long name with its middle left out, where a reader loses least."""
    if len(text) <= width:
        return text
    half = max((width - 1) // 2, 1)
    return f"{text[:half]}…{text[-(width - 1 - half) :]}"

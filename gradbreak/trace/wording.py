"""What is said about a trace, in a terminal and on a page alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gradbreak.model import Order, Write
from gradbreak.texts import say
from gradbreak.texts.trace import EffectWords, TraceTexts
from gradbreak.trace.compare import Effect, Step
from gradbreak.trace.oracles import agree
from gradbreak.trace.trace_report import TraceReport

LONGEST_NAME = 24
"""Characters that a node's name gets at most within a sentence."""


Spelling = Callable[[float | None], str]
"""How a place writes its numbers: a terminal in ASCII, a page with the signs of its language."""


def number(value: float | None) -> str:
    """A number with up to six digits, or a dash where there is none."""
    return "-" if value is None else f"{value + 0.0:.6g}"


def change(write: Write | None, spell: Spelling = number) -> str:
    """``10 → -6``, or nothing where nothing was written."""
    return "" if write is None else f"{spell(write.before)} → {spell(write.after)}"


def nothing_differs(steps: Iterable[Step], texts: TraceTexts) -> str:
    """That two sweeps are the same, and why if every write lands on 0."""
    return texts.nothing_to_replace if all(step.either.before == 0 for step in steps) else texts.nothing_differs


def said(step: Step, gradient: str, texts: TraceTexts, spell: Spelling = number) -> str:
    """``a.grad: 10 → -6, replaced, not added``."""
    name = shortened(step.either.node, LONGEST_NAME)
    attribute = f"{name if name.isidentifier() else f'({name})'}.{gradient}"
    written, effect = change(step.broken, spell), effect_in_words(step.effect, texts.effects)
    return f"{attribute}: {written}, {effect}" if written else f"{attribute}: {effect}"


def effect_in_words(effect: Effect, texts: EffectWords) -> str:
    """``replaced, not added``."""
    return {
        Effect.SAME: texts.same,
        Effect.REPLACED: texts.replaced,
        Effect.SUBTRACTED: texts.subtracted,
        Effect.FOLLOWS: texts.follows,
        Effect.WRONG_TERM: texts.wrong_term,
        Effect.MISSING: texts.missing,
        Effect.EXTRA: texts.extra,
        Effect.OTHER_VALUE: texts.other_value,
    }[effect]


def order_in_words(order: Order, texts: TraceTexts) -> str:
    """Under which order a sweep is shown."""
    words = {Order.FORWARDS: texts.orders.forwards, Order.REVERSED: texts.orders.reversed}
    return say(texts.order, order=words.get(order, texts.orders.chance))


def remarks(report: TraceReport, name: str, texts: TraceTexts, spell: Spelling = number) -> list[str]:
    """What is wrong with an input's gradient, a line each."""
    intact, broken = report.example.intact.gradients.get(name), report.example.broken.gradients.get(name)
    found = [
        say(texts.lost, term=spell(loss.term), through=loss.through)
        for loss in report.comparison.losses
        if loss.node == name
    ]
    if intact != broken and not found:
        found.append(texts.wrong_from_elsewhere)
    expected = report.expected[name]
    if intact is not None and expected is not None and not agree(intact, expected):
        found.append(say(texts.oracle_disagrees, oracle=report.oracle))
    return found


def shortened(text: str, width: int) -> str:
    """A long name with its middle left out, where a reader loses least."""
    if len(text) <= width:
        return text
    half = max((width - 1) // 2, 1)
    return f"{text[:half]}…{text[-(width - 1 - half) :]}"

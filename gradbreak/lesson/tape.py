"""The sweep of an expression as a table, intact beside broken, in the reader's language."""

from __future__ import annotations

from itertools import groupby

from gradbreak.lesson.facts import Case
from gradbreak.lesson.page import Page, aligned
from gradbreak.texts import say
from gradbreak.texts.lesson import Effects, LessonTexts
from gradbreak.trace.compare import Effect, Step
from gradbreak.trace.wording import LONGEST_NAME, change, shortened

_NARROWEST = 12
"""Columns that a node's name gets at least."""


def show_tape(page: Page, case: Case, gradient: str, messages: LessonTexts) -> None:
    """Print every write of both sweeps, with what became of those that differ.

    Args:
        page: where to.
        case: what to show.
        gradient: what the engine calls a gradient.
        messages: the language.
    """
    texts, common = messages.observing, messages.common
    steps = [step for step in case.comparison.steps if step.says_something]
    rows = [(step.either.site, step.either.node, change(step.intact), change(step.broken)) for step in steps]
    titles = (texts.site, texts.node, common.intact, common.broken)
    others = sum(max(len(row[column]) for row in (titles, *rows)) for column in (0, 2, 3))
    room = max(page.width - others - 10, _NARROWEST)
    lines = aligned([(site, shortened(name, room), *rest) for site, name, *rest in (titles, *rows)], right=(2, 3))
    page.line(f"    {lines[0]}", style="dim")
    for source, group in groupby(zip(steps, lines[1:], strict=True), key=lambda pair: pair[0].either.source):
        if source:
            page.line("  " + say(texts.closure, node=shortened(source, page.width - 16)), style="italic")
        for step, line in group:
            _show_step(page, step, line, gradient, texts.effects)
    if case.example.broken.error:
        page.paragraph(say(texts.stopped, error=case.example.broken.error))


def _show_step(page: Page, step: Step, line: str, gradient: str, texts: Effects) -> None:
    if step.effect is Effect.SAME:
        page.line(f"    {line}")
        return
    page.line(f"  > {line}", style="bold red")
    name = shortened(step.either.node, LONGEST_NAME)
    attribute = f"{name if name.isidentifier() else f'({name})'}.{gradient}"
    written = f": {change(step.broken)}" if step.broken else ""
    page.line(f"      {attribute}{written}, {_word(step.effect, texts)}")


def _word(effect: Effect, texts: Effects) -> str:
    return {
        Effect.REPLACED: texts.replaced,
        Effect.SUBTRACTED: texts.subtracted,
        Effect.FOLLOWS: texts.follows,
        Effect.WRONG_TERM: texts.wrong_term,
        Effect.MISSING: texts.missing,
        Effect.EXTRA: texts.extra,
    }[effect]

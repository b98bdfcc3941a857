"""Breaks of one operation or one write: why they are harder to find."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from gradbreak.lesson.context import Context, assigned
from gradbreak.lesson.facts import Case
from gradbreak.lesson.noticed import Noticed, run_breaks
from gradbreak.lesson.prediction import read_number
from gradbreak.run.options import Phase, Progress
from gradbreak.texts import say


class InOtherWords:
    """Progress that shows the same title for every phase.

    Args:
        progress: where it is shown.
        title: what every phase is called.
    """

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._title = title

    def begin(self, phase: Phase | str, total: int) -> None:  # noqa: ARG002  # the phases' own names are English
        """A phase of ``total`` steps begins."""
        self._progress.begin(self._title, total)

    def advance(self) -> None:
        """One step of it is done."""
        self._progress.advance()


def partial_breaks(context: Context, progress: Callable[[], AbstractContextManager[Progress]]) -> None:
    """Break one operation, then one write, and count the tests that notice.

    Args:
        context: the lesson.
        progress: makes what shows how far the suites are.

    Raises:
        GradbreakError: the suites cannot be run.
    """
    texts, page, facts = context.messages.partial, context.page, context.facts
    expression = facts.diamond.example.expression
    page.heading(texts.heading)
    names = ", ".join(f"`{site.name}`" for site in facts.sites)
    page.paragraph(say(texts.lead, expression=expression, count=len(facts.sites), sites=names))
    page.blank()
    page.paragraph(say(texts.question, count=len(facts.sites), expression=expression))
    page.paragraph(texts.how)
    predicted = context.dialogue.ask(str(len(facts.sites)), lambda text: read_number(text, context.messages))
    showing = [site.name for site in facts.sites if site.case.wrong]
    listed = ", ".join(f"`{name}`" for name in showing)
    answer = (
        say(texts.answer, count=len(showing), total=len(facts.sites), names=listed)
        if showing
        else say(texts.answer_none, total=len(facts.sites))
    )
    page.paragraph(answer + context.verdict(predicted, len(showing)))
    if len(showing) < len(facts.sites):
        page.paragraph(texts.why)
    ids = [facts.break_.id, *(part.id for part in (*facts.ops, *facts.sites))]
    with progress() as shown:
        noticed = run_breaks(context.config, ids, InOtherWords(shown, texts.running))
    _show(context, noticed)


def _show(context: Context, noticed: Noticed) -> None:
    texts, page, facts = context.messages.partial, context.page, context.facts
    shorts = {suite.name: suite.short for suite in context.config.suites if suite.name in noticed.tests}
    page.blank()
    page.paragraph(say(texts.table, expression=facts.diamond.example.expression))
    page.blank()
    rows = [
        (texts.change, *shorts.values(), texts.diamond),
        (texts.tests, *(str(noticed.tests[suite]) for suite in shorts), ""),
    ]
    for id_, name, case in [
        (facts.break_.id, facts.break_.id, facts.diamond),
        *((part.id, part.name, part.case) for part in (*facts.ops, *facts.sites)),
    ]:
        noticing = (str(noticed.by_suite[id_][suite]) for suite in shorts)
        rows.append((name, *noticing, _gradients(case) or texts.unchanged))
    page.table(rows, right=range(1, len(shorts) + 1))
    page.blank()
    page.paragraph("; ".join(f"{short}: {name}" for name, short in shorts.items()))
    if facts.sites:
        counts = [noticed.of(site.id) for site in facts.sites]
        page.paragraph(
            say(
                texts.harder,
                canonical=noticed.of(facts.break_.id),
                total=noticed.total,
                least=min(counts),
                most=max(counts),
            )
        )
    silent = [suite for suite in shorts if not any(of[suite] for of in noticed.by_suite.values())]
    if silent:
        page.paragraph(say(texts.silent, count=len(silent), of=len(shorts), suites=", ".join(silent)))


def _gradients(case: Case) -> str:
    """The wrong gradients of a case; empty if all are right."""
    return assigned(case.example.broken.gradients, case.wrong)

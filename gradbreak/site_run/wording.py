"""The lines that say what came of the sites."""

from __future__ import annotations

from collections.abc import Iterator

from gradbreak.analysis.cell_states import State
from gradbreak.config.types import WHOLE_TEST
from gradbreak.site_run.messages import SiteRunRequest, SummaryLine, Tone
from gradbreak.site_run.outcome import SiteOutcome, SiteRun
from gradbreak.texts import say
from gradbreak.texts.site_run import SiteRunTexts

MOST_LISTED = 20
"""Survivors that are listed; of more, the rest is counted."""


def title(run: SiteRun) -> str:
    """The heading of the section."""
    return f"gradbreak: {run.node_class}" if run.is_notebook else f"gradbreak: {run.file}, {run.node_class}"


def lines(run: SiteRun, request: SiteRunRequest, texts: SiteRunTexts) -> Iterator[SummaryLine]:
    """The verdict, the survivors with their reasons, the next test, and what was not counted.

    Args:
        run: what was found.
        request: what was asked for.
        texts: the language.
    """
    if run.is_break_caught is not None:
        yield SummaryLine(texts.caught, Tone.GOOD) if run.is_break_caught else SummaryLine(texts.missed, Tone.BAD)
    tone = Tone.GOOD if run.caught == len(run.sites) else Tone.BAD
    yield SummaryLine(
        say(texts.count, caught=run.caught, total=len(run.sites), tests=tests_text(run.tests, texts)), tone
    )
    survivors = [site for site in run.sites if not site.is_caught]
    width = max((len(site.name) for site in survivors), default=0)
    place = max((len(_place(site, run)) for site in survivors), default=0)
    for site in survivors[:MOST_LISTED]:
        yield SummaryLine(f"  {site.name:<{width}}  {_place(site, run):<{place}}  {reason(site, texts)}")
    if len(survivors) > MOST_LISTED:
        yield SummaryLine("  " + say(texts.more, count=len(survivors) - MOST_LISTED))
    if run.next_test is not None:
        yield SummaryLine("")
        yield SummaryLine(say(texts.next_test, site=run.next_site), Tone.STRONG)
        yield SummaryLine("")
        yield from (SummaryLine(f"    {line}".rstrip()) for line in source_of_next(run).splitlines())
    elif survivors and run.hints >= WHOLE_TEST:
        yield SummaryLine(texts.no_test)
    elif survivors and run.hints:
        yield SummaryLine(texts.hint)
    notes = list(_notes(run, request, texts))
    if notes:
        yield SummaryLine("")
        yield from notes


def _notes(run: SiteRun, request: SiteRunRequest, texts: SiteRunTexts) -> Iterator[SummaryLine]:
    if request.left_out:
        yield SummaryLine(say(texts.left_out, count=request.left_out))
    for each in run.set_aside:
        yield SummaryLine(say(texts.set_aside, test=each), Tone.BAD)
    if run.skipped:
        yield SummaryLine(say(texts.skipped, lines="; ".join(run.skipped)))
    if run.outside:
        yield SummaryLine(say(texts.outside, tests=tests_text(run.outside, texts)))
    if request.html:
        yield SummaryLine(say(texts.page, page=request.html))
    if request.minimum is not None and run.caught < request.minimum:
        yield SummaryLine(say(texts.too_few, minimum=request.minimum, caught=run.caught), Tone.BAD)


def _place(site: SiteOutcome, run: SiteRun) -> str:
    return site.statement if run.is_notebook else f"{site.file}:{site.line}"


def source_of_next(run: SiteRun) -> str:
    """The next test; in a notebook without the import of the engine, which is there already."""
    text = run.next_test.source if run.next_test is not None else ""
    if run.is_notebook:
        text = "".join(
            line for line in text.splitlines(keepends=True) if not line.startswith(f"from {run.module} import ")
        )
    return text.strip()


def reason(site: SiteOutcome, texts: SiteRunTexts) -> str:
    """Why a site survived."""
    sentence = {
        State.UNNOTICED: texts.unnoticed,
        State.UNCHANGED: texts.unchanged,
        State.DEPENDS_ON_ORDER: texts.depends_on_order,
        State.SURVIVED: texts.unmeasured,
    }.get(site.state, texts.unreached)
    return say(sentence, tests=tests_text(site.tests, texts))


def tests_text(count: int, texts: SiteRunTexts) -> str:
    """``3 tests``."""
    return say(texts.tests_one if count == 1 else texts.tests_many, count=count)

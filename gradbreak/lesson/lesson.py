"""The lesson from beginning to end."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager

from rich.console import Console

from gradbreak.config import Config
from gradbreak.lesson.context import Context
from gradbreak.lesson.dialogue import Dialogue
from gradbreak.lesson.facts import gather
from gradbreak.lesson.one_break import break_, diagnose, observe, predict, revert, run
from gradbreak.lesson.page import Page
from gradbreak.lesson.partial_breaks import partial_breaks
from gradbreak.lesson.resetting import resetting
from gradbreak.mutation import MutantSet
from gradbreak.run.options import Progress
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.lesson import LessonTexts
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.wording import order_in_words


def tell(
    config: Config,
    mutants: MutantSet,
    language: str,
    console: Console,
    read_line: Callable[[str], str | None] | None,
    progress: Callable[[], AbstractContextManager[Progress]],
) -> None:
    """Give the lesson. The engine is changed in child processes only.

    Args:
        config: the project.
        mutants: its mutants and breaks.
        language: one of ``gradbreak.texts.LANGUAGES``.
        console: where it appears.
        read_line: asks for a line, as ``gradbreak.lesson.dialogue.Dialogue`` describes; None shows sample answers.
        progress: makes what shows how far the suites are; entered only while they run, so that it does not get
            between the questions.

    Raises:
        GradbreakError: the engine or the suites cannot be run, or there is no lesson declared.
    """
    page, messages = Page(console), load(LessonTexts, language)
    context = Context(
        config=config,
        mutants=mutants,
        facts=gather(config, mutants),
        page=page,
        dialogue=Dialogue(page, messages, read_line),
        messages=messages,
        trace=load(TraceTexts, language),
    )
    page.line(messages.opening.title, style="bold")
    page.blank()
    page.paragraph(messages.opening.rule)
    page.paragraph(say(messages.opening.safe, file=config.engine.file))
    if (order := config.engine.orders[0]) is not None:
        page.paragraph(order_in_words(order, context.trace))
    predictions = predict(context)
    break_(context)
    run(context)
    observe(context, predictions)
    diagnose(context)
    revert(context)
    partial_breaks(context, progress)
    resetting(context)
    closing = messages.closing
    page.heading(closing.heading)
    command = shlex.join(["gradbreak", "run", *config.options])
    for sentence in (closing.once, closing.second, closing.reset, say(closing.next, command=command), closing.sources):
        page.paragraph(sentence)

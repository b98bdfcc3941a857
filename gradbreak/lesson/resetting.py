"""The step about resetting: a second sweep adds to the gradients of the first."""

from __future__ import annotations

from gradbreak.lesson.context import Context
from gradbreak.lesson.prediction import read_number
from gradbreak.lesson.sweeps import measure_sweeps
from gradbreak.texts import say
from gradbreak.trace.wording import number


def resetting(context: Context) -> None:
    """Sweep twice, and forget to reset."""
    texts, page, reset = context.messages.resetting, context.page, context.config.engine.reset
    facts = context.facts
    if not reset:
        page.heading(texts.heading_without)
        page.paragraph(say(texts.without, node=context.config.engine.node_class))
        return
    intact, broken = (
        measure_sweeps(context.config, context.mutants, facts.expression, facts.inputs, id_)
        for id_ in (None, facts.break_.id)
    )
    assert intact.after_reset is not None  # there is a reset
    page.heading(say(texts.heading, reset=reset))
    page.paragraph(say(texts.lead, expression=facts.diamond.example.expression, reset=reset))
    page.blank()
    name = next(iter(intact.once))
    page.paragraph(say(texts.question, name=name, gradient=context.gradient, value=number(intact.once[name])))
    page.paragraph(texts.how)
    value = intact.twice[name]
    predicted = context.dialogue.ask(number(value), lambda text: read_number(text, context.messages))
    page.paragraph(say(texts.answer, value=number(value)) + context.verdict(predicted, value))
    page.blank()
    rows = [
        (texts.once, intact.once),
        (texts.twice, intact.twice),
        (say(texts.reset, reset=reset), intact.after_reset),
        (texts.broken_twice, broken.twice),
    ]
    table = [(title, *(number(gradient) for gradient in gradients.values())) for title, gradients in rows]
    page.table([("", *intact.once), *table], right=range(1, len(intact.once) + 1))
    page.blank()
    if intact.stays:
        page.paragraph(texts.stays)
        return
    page.paragraph(texts.doubles if intact.doubles else texts.grows)
    if broken.stays:
        page.paragraph(say(texts.hidden, reset=reset))
    page.paragraph(say(texts.rule, reset=reset))

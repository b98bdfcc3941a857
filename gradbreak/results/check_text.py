"""A check of an engine as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradbreak.check.behaviour import Repeated, Reset
from gradbreak.check.checking import EngineCheck
from gradbreak.check.fault_explanation import FaultExplanation
from gradbreak.check.trials import Difference
from gradbreak.engine.numbers import number_text
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.check import CheckTexts


def check_lines(check: EngineCheck, language: str) -> Iterator[str]:
    """What a check says, the verdict first.

    Args:
        check: of one engine.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    texts = load(CheckTexts, language)
    yield _headline(check, texts)
    if check.differences:
        yield from _wrong(check, texts)
    for each in check.unusable:
        yield "  " + say(texts.unusable, operation=each.name, error=each.error)
    for explanation in check.explanations:
        yield from _explained(explanation, texts)
    if check.differences and not any(each.is_verified for each in check.explanations):
        yield "  " + texts.unexplained
    yield from _over_time(check, texts)
    if check.notes:
        yield "  " + texts.not_covered
        for kind in dict.fromkeys(note.kind for note in check.notes):
            about = dict.fromkeys(note.about for note in check.notes if note.kind is kind)
            yield "    " + say(getattr(texts.notes, kind.name.lower()), about=", ".join(about))


def _headline(check: EngineCheck, texts: CheckTexts) -> str:
    values = {"file": check.file, "count": check.expressions, "wrong": check.wrong}
    if check.is_right:
        return say(texts.right, operations=", ".join(check.operations), **values)
    return say(texts.wrong if check.wrong else texts.wrong_unjudged, **values)


def _wrong(check: EngineCheck, texts: CheckTexts) -> Iterator[str]:
    first, *others = check.differences
    inputs = ", ".join(f"{name} = {number_text(number)}" for name, number in first.inputs.items())
    yield f"  {first.expression}  {say(texts.at, inputs=inputs)}: {_said(first, texts)}"
    yield "    " + (texts.dual if first.basis == "dual numbers" else texts.differences)
    if others:
        yield "    " + say(texts.and_others, count=check.wrong - 1, expression=others[0].expression)


def _said(difference: Difference, texts: CheckTexts) -> str:
    if difference.error:
        return say(texts.raised, error=difference.error)
    actual = texts.nothing if difference.actual is None else _number(difference.actual)
    sentence = texts.gradient if difference.of else texts.value
    return say(sentence, of=difference.of, expected=_number(difference.expected), actual=actual)


def _number(number: float) -> str:
    """Six digits tell every wrong number from the right one, as both were compared to five."""
    return f"{number:.6g}"


def _explained(explanation: FaultExplanation, texts: CheckTexts) -> Iterator[str]:
    yield "  " + _fault(explanation, texts)
    yield from _change(explanation)
    for each in explanation.together:
        yield f"      {_place(each)}: {each.statement}"
    if explanation.alternatives:
        yield "    " + texts.alternatives
        for each in explanation.alternatives:
            yield "    " + _fault(each, texts)
            yield from _change(each)
    elif explanation.is_verified:
        yield "    " + texts.all_right_with


def _change(explanation: FaultExplanation) -> Iterator[str]:
    if explanation.statement and explanation.is_verified:
        yield f"    - {explanation.statement}"
        if explanation.instead:
            yield f"    + {explanation.instead}"


def _fault(explanation: FaultExplanation, texts: CheckTexts) -> str:
    if explanation.operand:
        operand = getattr(texts.operand, explanation.operand)
    else:
        operand = f"`{explanation.slot or explanation.statement}`"
    return say(
        getattr(texts.fault, name_of_sentence(explanation.kind)),
        operation=explanation.operation,
        operand=operand,
        place=_place(explanation),
    )


def name_of_sentence(kind: str) -> str:
    """The sentence for a kind of fault: ``breadth_first_every_visit`` for ``breadth first, every visit``."""
    return re.sub(r"[ ,-]+", "_", kind)


def _place(explanation: FaultExplanation) -> str:
    """``value.py:31``, as editors and terminals open it."""
    lines = f":{explanation.line}"
    if explanation.last_line > explanation.line:
        lines += f"-{explanation.last_line}"
    return explanation.file + lines


def _over_time(check: EngineCheck, texts: CheckTexts) -> Iterator[str]:
    behaviour = check.behaviour
    if not check.wrong:
        yield "  " + say(texts.two_sweeps, same=getattr(texts.repeated, behaviour.same_graph.name.lower()))
        if behaviour.other_graph is not Repeated.ADDS_UP:
            yield "  " + say(texts.two_results, other=getattr(texts.repeated, behaviour.other_graph.name.lower()))
    if not check.wrong or behaviour.reset is Reset.FORGETS:
        sentence = getattr(texts.resets, behaviour.reset.name.lower())
        yield "  " + say(texts.reset, reset=say(sentence, name=behaviour.reset_name))
    if check.ended_at_depth:
        yield "  " + say(texts.depth, depths=texts.depths.ended)
    elif check.depths:
        said = {}
        for depth in check.depths:
            sentence = getattr(texts.depths, depth.outcome, texts.depths.raised)
            said[depth.shape] = say(sentence, nodes=depth.nodes, ends_at=depth.ends_at, error=depth.outcome)
        yield "  " + say(texts.depth, depths="; ".join(dict.fromkeys(said.values())))

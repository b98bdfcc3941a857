"""The lesson as a path through the page, with every number computed on the project's engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from gradbreak.config import Config
from gradbreak.lesson.context import assigned
from gradbreak.lesson.facts import Case, Facts, gather
from gradbreak.lesson.sweeps import Sweeps, measure_sweeps
from gradbreak.mutation import MutantSet
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.lesson import LessonTexts
from gradbreak.texts.page import PageTexts
from gradbreak.web.diff_lines import DiffLine, diff_lines
from gradbreak.web.figure import Figure, draw, margin_for
from gradbreak.web.replay import Replay
from gradbreak.web.wording import number, rich

STEPS = 7
"""How many steps the page has; the last is about two sweeps."""


class LessonFacts(Struct, frozen=True, kw_only=True):
    """What was computed, once for all languages.

    Attributes:
        facts: the gradients.
        intact: two sweeps on the engine as it is.
        broken: two sweeps on the broken one.
    """

    facts: Facts
    intact: Sweeps
    broken: Sweeps


class LessonData(Struct, frozen=True, kw_only=True):
    """What the page's script needs of the lesson.

    Attributes:
        answers: the name of a field → the right number.
        lost: the option that names the lost term; empty without one.
        right, otherwise: what is said of a right and of a wrong option.
        replays: the figures' players.
        test: the diamond as a test, for the editor.
    """

    answers: dict[str, float]
    lost: str
    right: str
    otherwise: str
    replays: tuple[Replay, ...]
    test: str


class LessonView(Struct, frozen=True, kw_only=True):
    """What the template shows.

    Attributes:
        texts: the language.
        diamond: the expression with its inputs.
        linear: likewise, where each variable is used once.
        given: the gradients of both on the engine as it is.
        question: what is to be predicted.
        names: the inputs of the diamond.
        changed: what the break changes.
        diff: one of its writes.
        rows: expression, input, intact, broken, and whether they differ.
        figures: both expressions.
        diagnosis: the question for the lost term; empty without one.
        options: the terms to choose from.
        sums: how each gradient is made up.
        order: why that term.
        same: that the engine was never changed.
        commands: the same in one's own files.
        reset_heading, reset_lead, reset_question: the step about two sweeps.
        reset_rows: title and gradients.
        reset_said: what follows from it.
        data: for the script.
    """

    texts: LessonTexts
    diamond: str
    linear: str
    given: tuple[tuple[str, str], ...]
    question: Markup
    names: tuple[str, ...]
    changed: str
    diff: tuple[DiffLine, ...]
    rows: tuple[tuple[str, str, str, str, bool], ...]
    figures: tuple[Figure, ...]
    diagnosis: Markup
    options: tuple[tuple[str, str], ...]
    sums: tuple[Markup, ...]
    order: Markup
    same: str
    commands: tuple[str, ...]
    reset_heading: str
    reset_lead: Markup
    reset_question: Markup
    reset_rows: tuple[tuple[str, tuple[str, ...]], ...]
    reset_said: tuple[Markup, ...]
    data: LessonData


def lesson_facts(config: Config, mutants: MutantSet) -> LessonFacts | None:
    """Compute the lesson's numbers; None where the project declares no lesson.

    Raises:
        ConfigError: the lesson cannot be given with what is declared.
        BadEngine: the engine cannot be imported.
    """
    if config.lesson is None or not config.engine.reset:
        return None
    facts = gather(config, mutants)
    intact, broken = (
        measure_sweeps(config, mutants, facts.expression, facts.inputs, id_) for id_ in (None, facts.break_.id)
    )
    return LessonFacts(facts=facts, intact=intact, broken=broken)


def lesson_view(computed: LessonFacts, config: Config, language: str) -> LessonView:
    """Put the lesson into words.

    Args:
        computed: its numbers.
        config: the project.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    words, page, facts = load(LessonTexts, language), load(PageTexts, language), computed.facts
    diamond, linear, gradient = facts.diamond, facts.linear, config.engine.gradient
    figures = tuple(
        draw(case.example, gradient, page, margin=margin_for(case.example, page.decimal), all_labels=True)
        for case in (linear, diamond)
    )
    lossy = next((name for name in diamond.wrong if _lost(diamond, name)), "")
    options = [(write.after - write.before, write.source) for write in diamond.terms(lossy)] if lossy else []
    lost = _lost(diamond, lossy) if lossy else []
    listed = _listed(lost, words, page.decimal)
    first, last = (options[0][1], options[-1][1]) if len(options) > 1 else ("", "")
    reset, name = config.engine.reset, next(iter(computed.intact.once))
    texts = words.resetting
    broken_stays = [say(texts.hidden, reset=reset)] if computed.broken.stays else []
    return LessonView(
        texts=words,
        diamond=_at(diamond, words),
        linear=_at(linear, words),
        given=tuple((_at(case, words), assigned(case.example.intact.gradients)) for case in (diamond, linear)),
        question=rich(words.predict.question, expression=diamond.example.expression),
        names=tuple(diamond.example.inputs),
        changed=say(words.breaking.changed, count=len(facts.break_.members), file=config.engine.file),
        diff=diff_lines(facts.shown.diff),
        rows=tuple(_rows((diamond, linear), page.decimal)),
        figures=figures,
        diagnosis=rich(
            words.diagnosing.question,
            name=lossy,
            gradient=gradient,
            intact=number(diamond.example.intact.gradients[lossy], page.decimal),
            broken=number(diamond.example.broken.gradients[lossy], page.decimal),
        )
        if lossy
        else Markup(""),
        options=tuple(
            (str(place), _listed([option], words, page.decimal)) for place, option in enumerate(options, start=1)
        ),
        sums=tuple(_sum(diamond, each, gradient, words, page.decimal) for each in diamond.example.inputs),
        order=rich(words.diagnosing.order, first=first, last=last) if first else Markup(""),
        same=say(words.reverting.same, gradients=assigned(computed.intact.once), file=config.engine.file),
        commands=(f"gradbreak break apply {facts.break_.id}", "python -m pytest", "gradbreak break revert"),
        # In a terminal a step about partial breaks stands between; here the page itself is that step.
        reset_heading=re.sub(r"^\d+", str(STEPS), say(texts.heading, reset=reset)),
        reset_lead=rich(texts.lead, expression=diamond.example.expression, reset=reset),
        reset_question=rich(
            texts.question, name=name, gradient=gradient, value=number(computed.intact.once[name], page.decimal)
        ),
        reset_rows=tuple(_reset_rows(computed, reset, words, page.decimal)),
        reset_said=tuple(
            rich(sentence)
            for sentence in (
                texts.doubles if computed.intact.doubles else texts.grows,
                *broken_stays,
                say(texts.rule, reset=reset),
            )
        ),
        data=LessonData(
            answers={**diamond.example.broken.gradients, "twice": computed.intact.twice[name]},
            lost=next((str(place) for place, option in enumerate(options, start=1) if option in lost), ""),
            right=_plain(say(words.diagnosing.right, lost=listed)),
            otherwise=_plain(say(words.diagnosing.otherwise, lost=listed)),
            replays=tuple(figure.replay for figure in figures),
            test=_test(config, diamond),
        ),
    )


def _at(case: Case, words: LessonTexts) -> str:
    return say(words.common.at, expression=case.example.expression, inputs=assigned(case.example.inputs))


def _rows(cases: Sequence[Case], decimal: str) -> list[tuple[str, str, str, str, bool]]:
    found = []
    for case in cases:
        intact, broken = case.example.intact.gradients, case.example.broken.gradients
        found += [
            (
                case.example.expression if place == 0 else "",
                name,
                number(intact[name], decimal),
                number(broken[name], decimal),
                name in case.wrong,
            )
            for place, name in enumerate(intact)
        ]
    return found


def _lost(case: Case, name: str) -> list[tuple[float, str]]:
    return [(loss.term, loss.through) for loss in case.comparison.losses if loss.node == name]


def _listed(terms: Sequence[tuple[float, str]], words: LessonTexts, decimal: str) -> str:
    said = (say(words.diagnosing.term, term=number(term, decimal), through=through) for term, through in terms)
    return _plain(", ".join(said))


def _plain(sentence: str) -> str:
    return sentence.replace("`", "")


def _sum(case: Case, name: str, gradient: str, words: LessonTexts, decimal: str) -> Markup:
    texts = words.diagnosing
    terms = _listed([(write.after - write.before, write.source) for write in case.terms(name)], words, decimal)
    total = number(case.example.intact.gradients[name], decimal)
    said = say(texts.sum, name=name, gradient=gradient, terms=terms, total=total)
    lost = _listed(_lost(case, name), words, decimal)
    if lost:
        said += f" {say(texts.lost, lost=lost, value=number(case.example.broken.gradients[name], decimal))}"
    elif len(case.terms(name)) == 1:
        said += f" {texts.kept}"
    return rich(said)


def _reset_rows(
    computed: LessonFacts, reset: str, words: LessonTexts, decimal: str
) -> list[tuple[str, tuple[str, ...]]]:
    texts = words.resetting
    assert computed.intact.after_reset is not None  # without a reset there are no facts
    rows: list[tuple[str, Mapping[str, float]]] = [
        (texts.once, computed.intact.once),
        (texts.twice, computed.intact.twice),
        (say(texts.reset, reset=reset), computed.intact.after_reset),
        (texts.broken_twice, computed.broken.twice),
    ]
    return [(title, tuple(number(value, decimal) for value in values.values())) for title, values in rows]


def _test(config: Config, case: Case) -> str:
    """The diamond as a test of the project's engine."""
    engine, example = config.engine, case.example
    most = max(example.inputs, key=lambda name: len(case.terms(name)))
    lines = [
        f"from {engine.shape.module} import {engine.node_class}",
        "",
        "",
        f"def test_{most}_gets_a_term_for_each_use():",
        *(f"    {name} = {engine.node_class}({value!r})" for name, value in example.inputs.items()),
        f"    out = {example.expression}",
        f"    out.{engine.entry_point}()",
        f"    assert {most}.{engine.gradient} == {example.intact.gradients[most]:g}",
    ]
    return "\n".join(lines) + "\n"

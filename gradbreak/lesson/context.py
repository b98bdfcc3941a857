"""The context that every step of the lesson is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gradbreak.config import Config
from gradbreak.lesson.dialogue import Dialogue
from gradbreak.lesson.facts import Case, Facts
from gradbreak.lesson.page import Page
from gradbreak.lesson.prediction import is_met
from gradbreak.mutation import MutantSet
from gradbreak.texts import say
from gradbreak.texts.lesson import LessonTexts
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.wording import number


@dataclass(frozen=True, kw_only=True)
class Context:
    """The facts, where they are shown, who is asked, and in which words.

    Attributes:
        config: the project.
        mutants: what can be changed in its engine.
        facts: what was computed.
        page: where everything appears.
        dialogue: who answers.
        messages: the lesson's sentences.
        trace: the words of the table of writes.
    """

    config: Config
    mutants: MutantSet
    facts: Facts
    page: Page
    dialogue: Dialogue
    messages: LessonTexts
    trace: TraceTexts

    @property
    def gradient(self) -> str:
        """The engine's name of a gradient."""
        return self.config.engine.gradient

    def case_with_inputs(self, case: Case) -> str:
        """``(a*b + c)*(a - c) at a = 2, b = 3, c = 4``."""
        example = case.example
        return say(self.messages.common.at, expression=example.expression, inputs=assigned(example.inputs))

    def verdict(self, predicted: float | None, value: float | None) -> str:
        """The comment on a predicted number, for the end of a sentence; empty if there was no prediction."""
        if predicted is None:
            return ""
        common = self.messages.common
        if is_met(predicted, value):
            return f" {common.as_predicted}"
        return f" {say(common.instead, predicted=number(predicted))}"


def assigned(values: Mapping[str, float], names: Iterable[str] | None = None) -> str:
    """``a = 2, b = 3``, for all values or for those with the given names."""
    chosen = values if names is None else names
    return ", ".join(f"{name} = {number(values.get(name))}" for name in chosen)

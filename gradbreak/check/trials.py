"""Expressions run on an engine and compared with what they should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gradbreak.check.expectations import Expectations, NotExpectedError
from gradbreak.check.expressions import operations_in, size, text
from gradbreak.engine.attempts import time_limit
from gradbreak.engine.probes import INPUTS, Apply, Prober, Term
from gradbreak.engine.reading import close, number_of

FRIENDLY = {"a": 2.0, "b": 3.0, "c": 4.0}
"""Inputs with which a person can follow the arithmetic; a fault that shows with them is shown with them."""


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """What an engine made of an expression.

    Attributes:
        value: of the result; None where it is no number.
        gradients: of each input, in their order; None where it is no number.
        error: what was raised, ``TypeError: …``; empty where nothing was.
        is_in_sweep: it was raised by the sweep.
    """

    value: float | None = None
    gradients: tuple[float | None, ...] = ()
    error: str = ""
    is_in_sweep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One expression that an engine gets wrong, and its first wrong number.

    Attributes:
        expression: as a learner writes it.
        inputs: the value of each.
        of: the input whose gradient is wrong; empty where the value is, or where the engine raises.
        expected: the right number.
        actual: the engine's; None where it has none.
        error: what the engine raised; otherwise empty.
        basis: what the right number comes from, ``dual numbers`` or ``central differences``.
    """

    expression: str
    inputs: dict[str, float]
    of: str
    expected: float
    actual: float | None
    error: str
    basis: str


@dataclass(frozen=True, slots=True)
class Trial:
    """An expression with its right numbers.

    Attributes:
        term: the expression.
        value: what it should be.
        gradients: what the gradient of each input should be, in their order.
        operations: those in it.
    """

    term: Apply
    value: float
    gradients: tuple[float, ...]
    operations: frozenset[str]


class Trials:
    """Runs expressions on one engine.

    Args:
        prober: the engine.
        expectations: its right numbers.
    """

    def __init__(self, prober: Prober, expectations: Expectations) -> None:
        self.prober = prober
        self.expectations = expectations

    def trials_of(self, terms: Iterable[Apply], inputs: Mapping[str, float] = INPUTS) -> list[Trial]:
        """The expressions that have right numbers.

        Args:
            terms: expressions.
            inputs: the value of each.
        """
        made = []
        for term in terms:
            try:
                expected = self.expectations.of(term, inputs)
            except NotExpectedError:
                continue
            made.append(Trial(term, expected.value, expected.slopes, operations_in(term)))
        return made

    def outcome(self, term: Apply, inputs: Mapping[str, float] = INPUTS, seconds: float = 0.25) -> TrialOutcome:
        """Run an expression and a sweep.

        Args:
            term: the expression.
            inputs: the value of each.
            seconds: processor time.
        """
        is_in_sweep = False
        try:
            with time_limit(seconds):
                self.prober.make.begin()
                nodes = {name: self.prober.make(number) for name, number in inputs.items()}
                out = self.built(term, nodes)
                value = number_of(out, self.prober.found.value)
                is_in_sweep = True
                returned = self.prober.sweep(out, list(nodes.values()))
                gradients = tuple(
                    self.prober.gradient(returned, node, place) for place, node in enumerate(nodes.values())
                )
                return TrialOutcome(value, gradients)
        except Exception as error:  # noqa: BLE001  # somebody's engine may raise anything; it is reported
            said = " ".join(str(error).split())[:200]
            return TrialOutcome(error=type(error).__name__ + (f": {said}" if said else ""), is_in_sweep=is_in_sweep)

    def built(self, term: Term, inputs: Mapping[str, Any]) -> Any:
        """The engine's node for an expression; an ``Apply`` that stands in several places becomes one node."""
        made: dict[int, Any] = {}

        def build(part: Term) -> Any:
            if isinstance(part, str):
                return inputs[part]
            if isinstance(part, float):
                return part
            if id(part) not in made:
                nodes = {f"x{place}": build(each) for place, each in enumerate(part.arguments)}
                # A sum of two numbers is a number: only what the operation is called on matters.
                made[id(part)] = self.prober.build(Apply(part.operation, tuple(nodes)), nodes)
            return made[id(part)]

        return build(term)

    def is_right(self, trial: Trial, outcome: TrialOutcome) -> bool:
        """Whether an engine got an expression right."""
        return (
            not outcome.error
            and self._same(outcome.value, trial.value)
            and all(map(self._same, outcome.gradients, trial.gradients))
        )

    def has_right_value(self, trial: Trial, outcome: TrialOutcome) -> bool:
        """Whether an engine got the value of an expression right, whatever its sweep does."""
        return outcome.is_in_sweep or (not outcome.error and self._same(outcome.value, trial.value))

    def passes(self, trial: Trial, seconds: float = 0.05) -> bool:
        """Run an expression, and say whether the engine gets it right."""
        return self.is_right(trial, self.outcome(trial.term, seconds=seconds))

    def _same(self, actual: float | None, expected: float) -> bool:
        # A node that the sweep never met may have no gradient yet.
        return close(0.0 if actual is None else actual, expected, tolerance=self.expectations.tolerance)

    def difference(self, trial: Trial) -> Difference:
        """The first wrong number of an expression that an engine gets wrong, with inputs for people if they show it."""
        for inputs in (FRIENDLY, INPUTS):
            with_rule = self.trials_of([trial.term], inputs)
            outcome = self.outcome(trial.term, inputs)
            if with_rule and not self.is_right(with_rule[0], outcome):
                return self._first(with_rule[0], outcome, inputs)
        return self._first(trial, self.outcome(trial.term), INPUTS)

    def _first(self, trial: Trial, outcome: TrialOutcome, inputs: Mapping[str, float]) -> Difference:
        of, expected, actual = "", trial.value, outcome.value
        if not outcome.error and self._same(outcome.value, trial.value):
            for name, right, found in zip(inputs, trial.gradients, outcome.gradients, strict=True):
                if not self._same(found, right):
                    of, expected, actual = name, right, found
                    break
        differenced = trial.operations & self.expectations.differenced
        said = text(trial.term)
        return Difference(
            expression=said,
            inputs={name: number for name, number in inputs.items() if _uses(trial.term, name)},
            of=of,
            expected=expected,
            actual=actual,
            error=outcome.error,
            basis="central differences" if differenced else "dual numbers",
        )


def _uses(term: Term, name: str) -> bool:
    if isinstance(term, Apply):
        return any(_uses(each, name) for each in term.arguments)
    return term == name


def by_size(trial: Trial) -> tuple[int, int]:
    """The order in which expressions are shown: the smallest first."""
    return size(trial.term), len(text(trial.term))

"""Small graphs to test an engine with: inputs and named steps."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from gradbreak.trace.expression import Binary, Expression, Unary, Variable, parts


class Graph(Struct, frozen=True, kw_only=True):
    """A computation as a learner writes it, a name for each step.

    Attributes:
        inputs: the value of each leaf, in order.
        steps: name → what is computed from inputs and earlier steps; the last is the result. A graph
            without steps is a leaf alone.
    """

    inputs: dict[str, float]
    steps: dict[str, Expression]

    @property
    def result(self) -> str:
        """The name of the node from which the sweep starts."""
        return next(reversed(self.steps or self.inputs))

    def expression(self, keep: str = "") -> Expression:
        """The result in terms of the inputs, and of the step ``keep`` where one is named."""
        found: dict[str, Expression] = {}
        for name, step in self.steps.items():
            found[name] = Variable(name) if name == keep else _substituted(step, found)
        return found.get(self.result, Variable(self.result)) if self.result != keep else Variable(keep)

    def up_to(self, name: str) -> Graph:
        """The part that computes the step ``name``."""
        names = list(self.steps)[: list(self.steps).index(name) + 1]
        return Graph(inputs=self.inputs, steps={each: self.steps[each] for each in names})

    @property
    def reused(self) -> tuple[str, ...]:
        """The names of inputs and steps that are used more than once, for which gradients must add up."""
        used = [part.name for step in self.steps.values() for part in parts(step) if isinstance(part, Variable)]
        return tuple(name for name in dict.fromkeys(used) if used.count(name) > 1)


def _substituted(expression: Expression, known: Mapping[str, Expression]) -> Expression:
    match expression:
        case Variable(name):
            return known.get(name, expression)
        case Unary(op, operand):
            return Unary(op, _substituted(operand, known))
        case Binary(op, left, right):
            return Binary(op, _substituted(left, known), _substituted(right, known))
    return expression

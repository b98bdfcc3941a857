"""Forward-mode gradients of an expression, by dual numbers."""

from __future__ import annotations

from collections.abc import Mapping

from gradbreak.engine.dual_numbers import Dual, DualAlgebra
from gradbreak.trace.expression import Expression, evaluate


def dual_gradients(
    expression: Expression, inputs: Mapping[str, float], names: Mapping[str, str] | None = None
) -> dict[str, float]:
    """The derivative of an expression for each input.

    Args:
        expression: what to differentiate.
        inputs: where; the value of each variable.
        names: how the engine calls a function → how it is called here, where they differ.

    Raises:
        BadExpression: a function has no rule here.
        ArithmeticError: a division by zero, or a result that is too large.
        ValueError: a function is not defined there.
    """
    units = {name: Dual(value, tuple(float(name == other) for other in inputs)) for name, value in inputs.items()}
    result = evaluate(expression, units, DualAlgebra(len(inputs), names))
    return dict(zip(inputs, result.slopes, strict=True))

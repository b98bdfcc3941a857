"""The independent methods that an engine's gradients are compared with."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping

from gradbreak.trace.dual import dual_gradients
from gradbreak.trace.expression import Expression
from gradbreak.trace.torch_oracle import torch_gradients


class OracleKind(enum.StrEnum):
    """Who says what a gradient should be."""

    DUAL = "dual"  # forward mode, built in
    TORCH = "torch"  # torch.autograd.grad, an optional package


def oracle_gradients(
    oracle: OracleKind, expression: Expression, inputs: Mapping[str, float], names: Mapping[str, str]
) -> dict[str, float | None]:
    """The derivative for each input, or None for all where the oracle cannot compute the expression.

    Args:
        oracle: whom to ask.
        expression: what to differentiate.
        inputs: where; the value of each variable.
        names: how the engine calls a function → the operation's name.

    Raises:
        GradbreakError: torch is not installed, or the oracle does not have a function.
    """
    ask = dual_gradients if oracle is OracleKind.DUAL else torch_gradients
    try:
        return dict(ask(expression, inputs, names))
    except (ArithmeticError, ValueError):  # beyond a float, or a point without a derivative
        return dict.fromkeys(inputs)


def agree(gradient: float, expected: float) -> bool:
    """Whether two methods found the same gradient, apart from rounding."""
    return math.isclose(gradient, expected, rel_tol=1e-9, abs_tol=1e-9)

"""Gradients by ``torch.autograd.grad``, the oracle that learners know."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Mapping
from typing import Any

from gradbreak.errors import BadExpression, GradbreakError
from gradbreak.trace.expression import Expression, evaluate


def torch_gradients(
    expression: Expression, inputs: Mapping[str, float], names: Mapping[str, str] | None = None
) -> dict[str, float]:
    """The derivative of an expression for each input, in double precision.

    At 0 the derivative of relu is 0 in torch, as it is in the dual numbers.

    Args:
        expression: what to differentiate.
        inputs: where; the value of each variable.
        names: how the engine calls a function → how torch calls it, where they differ.

    Raises:
        GradbreakError: torch is not installed.
        BadExpression: torch has no function of that name.
    """
    try:
        with warnings.catch_warnings():
            # torch comes without numpy, says so in a warning, and does not need it for numbers.
            warnings.filterwarnings("ignore", "Failed to initialize NumPy", UserWarning)
            torch = importlib.import_module("torch")
    except ImportError:
        raise GradbreakError(
            "torch is not installed", "Install it with: pip install '.[torch]', or use --oracle dual"
        ) from None
    leaves = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in inputs.items()}
    result = evaluate(expression, leaves, _TorchAlgebra(torch, names or {}))
    gradients = torch.autograd.grad(result, list(leaves.values()))
    return {name: gradient.item() for name, gradient in zip(leaves, gradients, strict=True)}


class _TorchAlgebra:
    """Arithmetic on tensors without dimensions; constants are tensors too, without a gradient."""

    def __init__(self, torch: Any, names: Mapping[str, str]) -> None:  # Any: an optional package has no types here
        self._torch = torch
        self._names = names

    def number(self, value: float) -> Any:
        return self._torch.tensor(value, dtype=self._torch.float64)

    def unary(self, op: str, operand: Any) -> Any:
        if op == "-":
            return -operand
        name = self._names.get(op, op)
        function = getattr(self._torch, name, None)
        if function is None:
            raise BadExpression(f"torch has no function {name}", "Use --oracle dual, or another function")
        return function(operand)

    def binary(self, op: str, left: Any, right: Any) -> Any:
        match op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right
            case "**":
                return left**right
        raise AssertionError(op)

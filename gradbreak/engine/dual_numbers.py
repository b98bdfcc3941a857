"""Arithmetic on dual numbers: the oracle that shares no code and no method with the engine.

A dual number is a value together with its derivative for every input. Arithmetic carries both along
(Griewank & Walther, "Evaluating Derivatives", 2nd ed., SIAM 2008, section 3.1, in vector mode), so a
gradient is complete as soon as the value is: nothing is stored, nothing is swept, and nothing could
be replaced where it should be added.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gradbreak.errors import BadExpression


@dataclass(frozen=True, slots=True)
class Dual:
    """A value and its derivatives.

    Attributes:
        value: the number itself.
        slopes: its derivative for each input, in the inputs' order.
    """

    value: float
    slopes: tuple[float, ...]


def _sigmoid(x: float) -> float:
    # Each branch keeps the exponential below 1, so neither can overflow.
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


FUNCTIONS: Mapping[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "exp": (math.exp, math.exp),
    "log": (math.log, lambda x: 1 / x),
    "sqrt": (math.sqrt, lambda x: 0.5 / math.sqrt(x)),
    "sin": (math.sin, math.cos),
    "cos": (math.cos, lambda x: -math.sin(x)),
    "tanh": (math.tanh, lambda x: (1 - math.tanh(x)) * (1 + math.tanh(x))),
    # At 0 itself the derivative is any number from 0 to 1; 0 is what engines and torch choose.
    "relu": (lambda x: max(x, 0.0), lambda x: 1.0 if x > 0 else 0.0),
    "sigmoid": (_sigmoid, lambda x: _sigmoid(x) * _sigmoid(-x)),
}
"""Name → the function and its derivative."""


class DualAlgebra:
    """Arithmetic on dual numbers.

    Args:
        inputs: how many there are.
        names: what a function is called in an expression → what it is called here, where they differ.
    """

    def __init__(self, inputs: int, names: Mapping[str, str] | None = None) -> None:
        self._inputs = inputs
        self._names = names or {}

    def number(self, value: float) -> Dual:
        """A constant: no input moves it."""
        return Dual(value, (0.0,) * self._inputs)

    def unary(self, op: str, operand: Dual) -> Dual:
        """The chain rule for one operand."""
        if op == "-":
            return Dual(-operand.value, tuple(-slope for slope in operand.slopes))
        name = self._names.get(op, op)
        if name not in FUNCTIONS:
            raise BadExpression(
                f"the dual numbers have no rule for {name}", f"They have {', '.join(FUNCTIONS)}; try --oracle torch"
            )
        function, derivative = FUNCTIONS[name]
        value = function(operand.value)
        return Dual(value, _scaled(operand, derivative(operand.value)))

    def binary(self, op: str, left: Dual, right: Dual) -> Dual:
        """The chain rule for two operands."""
        u, v = left.value, right.value
        match op:
            case "+":
                return Dual(u + v, _sum(left.slopes, right.slopes))
            case "-":
                return Dual(u - v, _sum(left.slopes, _scaled(right, -1.0)))
            case "*":
                return Dual(u * v, _sum(_scaled(left, v), _scaled(right, u)))
            case "/":
                quotient = u / v
                return Dual(
                    quotient, tuple((du - quotient * dv) / v for du, dv in zip(left.slopes, right.slopes, strict=True))
                )
            case "**":
                return self._power(left, right)
        raise AssertionError(op)

    def _power(self, base: Dual, exponent: Dual) -> Dual:
        # math.pow and not **, which makes a complex number of a negative base with a fractional exponent.
        value = math.pow(base.value, exponent.value)
        # A zero slope of the base is left out and not multiplied: 0 ** (p - 1) may be infinite.
        slopes = (0.0,) * self._inputs
        if any(base.slopes):
            slopes = _scaled(base, exponent.value * math.pow(base.value, exponent.value - 1))
        if any(exponent.slopes):
            slopes = _sum(slopes, _scaled(exponent, value * math.log(base.value)))
        return Dual(value, slopes)


def _sum(left: tuple[float, ...], right: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def _scaled(dual: Dual, factor: float) -> tuple[float, ...]:
    return tuple(factor * slope for slope in dual.slopes)

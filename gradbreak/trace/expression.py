"""Arithmetic as a small frozen tree that can be evaluated over anything that adds and multiplies.

The same tree is run on the engine under mutation, on dual numbers and on torch: only then do three
gradients of one expression say something about the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeAlias, TypeVar

from msgspec import Struct

from gradbreak.engine.numbers import number_text

T = TypeVar("T")


class Number(Struct, frozen=True, tag=True):
    """A constant, which gets no gradient."""

    value: float


class Variable(Struct, frozen=True, tag=True):
    """An input."""

    name: str


class Unary(Struct, frozen=True, tag=True):
    """An operation of one operand: ``-``, or a function by its name."""

    op: str
    operand: Expression


class Binary(Struct, frozen=True, tag=True):
    """An operation of two operands: ``+``, ``-``, ``*``, ``/`` or ``**``."""

    op: str
    left: Expression
    right: Expression


Expression: TypeAlias = Number | Variable | Unary | Binary

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_PRECEDENCE = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


class Algebra(Protocol[T]):
    """What an expression can be evaluated over."""

    def number(self, value: float) -> T:
        """A constant."""

    def unary(self, op: str, operand: T) -> T:
        """``-operand``, or the function ``op`` of it."""

    def binary(self, op: str, left: T, right: T) -> T:
        """``left op right``."""


def evaluate(
    expression: Expression,
    inputs: Mapping[str, T],
    algebra: Algebra[T],
    observe: Callable[[Expression, T], object] = lambda part, result: None,  # noqa: ARG005  # the names say what it gets
) -> T:
    """The value of an expression: left operand first, each part computed as often as it is written.

    Equal parts are not shared: ``(a*b) + (a*b)`` makes two products, as it does in the engine when a
    learner writes it, and sharing them would make a diamond that is not there.

    Args:
        expression: what to evaluate.
        inputs: the value of each variable.
        algebra: how to compute.
        observe: told each part and its result, operands before results.
    """

    def value_of(part: Expression) -> T:
        match part:
            case Number(value):
                result = algebra.number(value)
            case Variable(name):
                result = inputs[name]
            case Unary(op, operand):
                result = algebra.unary(op, value_of(operand))
            case Binary(op, left, right):
                result = algebra.binary(op, value_of(left), value_of(right))
        observe(part, result)
        return result

    return value_of(expression)


def parts(expression: Expression) -> Iterator[Expression]:
    """Every part of an expression and the whole, in the order in which they are evaluated."""
    match expression:
        case Unary(_, operand):
            yield from parts(operand)
        case Binary(_, left, right):
            yield from parts(left)
            yield from parts(right)
    yield expression


def variables(expression: Expression) -> tuple[str, ...]:
    """The names of its variables in the order of their first use."""
    return tuple(dict.fromkeys(part.name for part in parts(expression) if isinstance(part, Variable)))


def unparse(expression: Expression) -> str:
    """The expression as a learner writes it: ``(a*b + c)*(a - c)``, without needless parentheses."""
    return _write(expression)[0]


def _write(part: Expression) -> tuple[str, int]:
    """The text of a part, and how tightly it binds."""
    match part:
        case Number(value):
            text = number_text(value)
            return text, _SIGN if text.startswith("-") else _ATOM
        case Variable(name):
            return name, _ATOM
        case Unary("-", operand):
            return f"-{_within(operand, _SIGN)}", _SIGN
        case Unary(op, operand):
            return f"{op}({unparse(operand)})", _ATOM
        case Binary("**", left, right):
            # Binds to the right, and its right operand may carry a sign: a**-b, but (-a)**b.
            return f"{_within(left, _ATOM)}**{_within(right, _SIGN)}", _POWER
        case Binary(op, left, right):
            own = _PRECEDENCE[op]
            sign = f" {op} " if own == _SUM else op
            return f"{_within(left, own)}{sign}{_within(right, own + 1)}", own
    raise AssertionError(part)


def _within(part: Expression, at_least: int) -> str:
    text, binding = _write(part)
    return text if binding >= at_least else f"({text})"

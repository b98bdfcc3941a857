"""Graphs that reveal faults of an operation: alone, scaled, and reused at two depths in either order.

One diamond is not enough. A write that replaces the gradient shows only where it comes second, and
which of two comes second depends on the depth of the paths and on the order in which the engine
visits operands; so every operation is combined with a second use of each operand on either side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from gradbreak.explain.graphs import Graph
from gradbreak.trace.expression import Binary, Expression, Number, Unary, Variable, parts, variables

SYMBOLS: Mapping[str, str] = {
    "__add__": "+",
    "__sub__": "-",
    "__mul__": "*",
    "__truediv__": "/",
    "__pow__": "**",
}
"""The methods that Python calls for an operator of two operands."""

POINTS: Sequence[Mapping[str, float]] = ({"a": 2.0, "b": 3.0, "c": 4.0}, {"a": 0.5, "b": -2.0, "c": 3.0})
"""Ordinary inputs. No two are equal, so that mixed-up operands show; the second point reaches other branches."""

EDGES: Sequence[float] = (0.0, 1.0, 2.0, -2.0, 0.5, 1.5, 10.0, 1000.0, 1e200)
"""Inputs at which a condition may change or a float may overflow."""

_A, _B, _C = Variable("a"), Variable("b"), Variable("c")


class Operations(Struct, frozen=True):
    """What an engine can compute.

    Attributes:
        binary: symbols of operators with two operands.
        unary: ``-`` and the methods without arguments.
    """

    binary: tuple[str, ...]
    unary: tuple[str, ...]

    @classmethod
    def among(cls, methods: Sequence[str]) -> Operations:
        """Those of an engine's operations that an expression can be written with."""
        named = [method for method in methods if not method.startswith("_")]
        return cls(
            binary=tuple(symbol for method, symbol in SYMBOLS.items() if method in methods),
            unary=(*(["-"] if "__neg__" in methods else []), *named),
        )


def single(operations: Operations) -> Iterator[Expression]:
    """Every operation once, numbers on either side included."""
    for op in operations.binary:
        yield from (Binary(op, _A, _B), Binary(op, _A, Number(2.0)), Binary(op, Number(2.0), _A))
    for op in operations.unary:
        yield Unary(op, _A)


def combined(operations: Operations) -> Iterator[Expression]:
    """Every operation combined with others: scaled, reused at two depths, in either order, and nested."""
    outer = [op for op in ("+", "*") if op in operations.binary]
    for op in operations.binary:
        inner = Binary(op, _A, _B)
        yield Binary(op, _A, _A)
        for other in outer:
            for operand in (Number(3.0), _A, _B):
                yield from (Binary(other, inner, operand), Binary(other, operand, inner))
            yield Binary(other, Binary(op, Number(2.0), _A), _A)
        yield from (Binary(op, inner, _A), Binary(op, _A, inner), Binary(op, inner, _C))
    for op in operations.unary:
        yield Unary(op, Unary(op, _A))
        for other in outer:
            for operand in (Number(3.0), _A):
                yield from (Binary(other, Unary(op, _A), operand), Binary(other, operand, Unary(op, _A)))
    if {"+", "-", "*"} <= set(operations.binary):
        yield Binary("*", Binary("+", Binary("*", _A, _B), _C), Binary("-", _A, _C))


def shared(operations: Operations) -> Iterator[Graph]:
    """A step that is used three times, so that the steps before it must wait for all three."""
    for op in operations.binary[:1]:
        for other in operations.binary[1:]:
            again = Binary(other, Binary(op, _C, _C), _C)
            yield Graph(inputs=_at(POINTS[0], ("a", "b")), steps={"c": Binary(op, _A, _B), "result": again})


def at_points(expression: Expression) -> Iterator[Graph]:
    """The graph of an expression at ordinary inputs."""
    for point in POINTS:
        yield Graph(inputs=_at(point, variables(expression)), steps={"result": expression})


def at_edges(operations: Operations) -> Iterator[Graph]:
    """Every operation once, at every combination of unusual inputs, each as a node and as a number."""
    for op in operations.unary:
        for value in EDGES:
            yield Graph(inputs={"a": value}, steps={"result": Unary(op, _A)})
    for op in operations.binary:
        for left in EDGES:
            for right in EDGES:
                yield Graph(inputs={"a": left, "b": right}, steps={"result": Binary(op, _A, _B)})
                yield Graph(inputs={"a": left}, steps={"result": Binary(op, _A, Number(right))})
                yield Graph(inputs={"a": right}, steps={"result": Binary(op, Number(left), _A)})


def _at(point: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    return {name: point[name] for name in sorted(names)}


def methods_called(expression: Expression) -> Iterator[str]:
    """The methods that Python calls to compute an expression; a number on the left asks the right operand."""
    method_of = {symbol: method for method, symbol in SYMBOLS.items()}
    for part in parts(expression):
        match part:
            case Binary(op, Number(), _):
                yield from (method_of[op], method_of[op].replace("__", "__r", 1))
            case Binary(op, _, _):
                yield method_of[op]
            case Unary("-", _):
                yield "__neg__"
            case Unary(op, _):
                yield op

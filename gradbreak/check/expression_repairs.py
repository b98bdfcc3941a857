"""Repairs of the expressions in a function: small changes, and the derivatives of the usual operations."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from gradbreak.check.repair import Repair, RepairKind, TreeChange, expression_of
from gradbreak.check.small_changes import SmallChanges
from gradbreak.check.unit_reading import Target, UnitReading

COMPOUND = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.With, ast.Try)
"""Statements whose expressions stand in the statements within them."""

ARITHMETIC = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.Attribute, ast.Constant, ast.Name, ast.IfExp, ast.Call)
"""Expressions that may be a number."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An expression, and where the syntax tree holds it.

    Attributes:
        statement: the statement around it.
        target: the gradient that the statement writes to; None where it writes none.
        parent: the node that holds it.
        field: under which name.
        index: its place there, where that is a list; otherwise None.
        expression: itself.
    """

    statement: ast.stmt
    target: Target | None
    parent: ast.AST
    field: str
    index: int | None
    expression: ast.expr


def derivative_repairs(reading: UnitReading) -> Iterator[Repair]:
    """Repairs of the expressions that are, or may be, local derivatives: small changes, then known derivatives.

    Args:
        reading: of the function.
    """
    places = list(_places(reading, only_derivatives=True))
    for place in places:
        for text in SmallChanges(reading, place.expression).texts():
            yield from _replaced(reading, RepairKind.DERIVATIVE, place, text)
    for place in places:
        for text in _known(reading, place):
            yield from _replaced(reading, RepairKind.DERIVATIVE, place, text)


def value_repairs(reading: UnitReading) -> Iterator[Repair]:
    """Repairs of every other expression: small changes.

    Args:
        reading: of the function.
    """
    for place in _places(reading, only_derivatives=False):
        for text in SmallChanges(reading, place.expression).texts():
            yield from _replaced(reading, RepairKind.VALUE, place, text)


def _places(reading: UnitReading, *, only_derivatives: bool) -> Iterator[_Place]:
    for suspected in reading.statements():
        statement, target = suspected.statement, reading.target(suspected.statement)
        if isinstance(statement, COMPOUND):
            continue
        if target is not None and isinstance(statement, (ast.Assign, ast.AugAssign)):
            if only_derivatives:
                yield _Place(statement, target, statement, "value", None, statement.value)
            continue
        for node in ast.walk(statement.test if isinstance(statement, ast.If) else statement):
            if isinstance(node, (ast.Return, ast.Assign)):
                is_result = not reading.mentions_gradient(node)
                if only_derivatives == is_result:
                    continue
            for field, index, expression in _held_by(node):
                if isinstance(expression, ARITHMETIC):
                    yield _Place(statement, None, node, field, index, expression)


def _held_by(node: ast.AST) -> Iterator[tuple[str, int | None, ast.expr]]:
    """The expressions that a node holds: the field, the place in it where that is a list, and the expression."""
    match node:
        case ast.Tuple(several) | ast.List(several):
            yield from (("elts", index, each) for index, each in enumerate(several))
        case ast.Call(_, several):
            yield from (("args", index, each) for index, each in enumerate(several))
        case ast.Dict(_, several):
            yield from (("values", index, each) for index, each in enumerate(several))
        case ast.Lambda(_, body):
            yield "body", None, body
        case ast.Return(value) | ast.Assign(_, value) if value is not None:
            yield "value", None, value


def _replaced(reading: UnitReading, kind: RepairKind, place: _Place, text: str) -> Iterator[Repair]:
    """An expression replaced by another text; nothing where that is no expression."""
    content: object
    with contextlib.suppress(SyntaxError):
        content = new = expression_of(text, place.expression)
        if place.index is not None:
            held = getattr(place.parent, place.field)
            content = [*held[: place.index], new, *held[place.index + 1 :]]
        yield Repair(
            kind=kind,
            unit=reading.unit,
            line=(place.statement if place.target is not None else place.expression).lineno,
            changed=place.statement,
            target=place.target,
            changes=(TreeChange(place.parent, place.field, content),),
            shown=place.statement,
        )


def _known(reading: UnitReading, place: _Place) -> Iterator[str]:
    """The derivatives of the usual operations, times the gradient of the result."""
    upstream = reading.upstream(place.expression)
    for local in reading.local_derivatives():
        yield f"({local}) * {upstream}" if upstream else local
    if not upstream and place.target is not None:
        for missing in reading.upstreams:
            for local in reading.local_derivatives():
                yield f"({local}) * {missing}"

"""Expressions by which an engine's sites and the order of its operands show: each operation alone, and used again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradbreak.check.expectations import OPERATORS
from gradbreak.check.expressions import ADD, MUL
from gradbreak.engine.operations import Operation
from gradbreak.engine.probes import Apply

MOST_BRANCHES = 8
"""Operations that are put side by side with each other to see the order of operands."""


def linear_terms(operations: Sequence[Operation]) -> Iterator[Apply]:
    """Each operation once, on variables of its own."""
    for operation in operations:
        if operation.arity == 1:
            yield Apply(operation.name, ("a",))
        elif operation.takes_number:
            yield Apply(operation.name, ("a", 3.0))
        elif operation.name in OPERATORS:
            yield Apply(operation.name, ("a", "b"))


def branched_terms(operations: Sequence[Operation]) -> Iterator[Apply]:
    """Two operations side by side on one variable: which of them writes first depends on the order of operands."""
    outer = _outer(operations)
    terms = list(linear_terms(operations))[:MOST_BRANCHES]
    if outer:
        yield from (Apply(outer, (one, other)) for one in terms for other in terms if one is not other)


def diamond_terms(operations: Sequence[Operation]) -> Iterator[Apply]:
    """Each operation with its operands used again, on either side."""
    outer = _outer(operations)
    if not outer:
        return
    for term in linear_terms(operations):
        yield Apply(outer, (term, "a"))
        yield Apply(outer, ("a", term))
        if "b" in term.arguments:
            yield Apply(outer, (term, "b"))
            yield Apply(outer, ("b", term))


def _outer(operations: Sequence[Operation]) -> str:
    """The operation that puts two results together: a product if there is one; empty where nothing can."""
    names = [each.name for each in operations if each.arity == 2 and not each.takes_number]
    return next(
        (name for kind in (MUL, ADD, tuple(names)) for name in names if name in kind),
        "",
    )

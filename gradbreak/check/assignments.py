"""Every assignment to a gradient, made an addition: the canonical break, taken back."""

from __future__ import annotations

import ast
import copy

from gradbreak.check.repair import in_place_of, is_constant
from gradbreak.check.units import Unit
from gradbreak.engine.slots import is_called_a_gradient


def with_every_assignment_added(unit: Unit, gradient: str, kept: frozenset[int]) -> tuple[Unit, tuple[int, ...]]:
    """A unit in which every assignment to a gradient adds instead, and the lines of these statements.

    Args:
        unit: it is left as it is.
        gradient: the attribute of a node that holds its gradient.
        kept: lines that stay assignments.
    """
    lines: list[int] = []

    class Adding(ast.NodeTransformer):
        def visit_Assign(self, node: ast.Assign) -> ast.stmt:
            target = node.targets[0]
            is_gradient = isinstance(target, ast.Attribute) and is_called_a_gradient(target.attr, gradient)
            if not is_gradient or is_constant(node.value) or node.lineno in kept:
                return node
            lines.append(node.lineno)
            assert isinstance(target, ast.Attribute)
            return in_place_of(ast.AugAssign(target, ast.Add(), node.value), node)

    statement = Adding().visit(copy.deepcopy(unit.statement))
    return Unit(unit.classes, statement, unit.future), tuple(lines)

"""One small change of a function that may make a wrong engine right, and what it says was wrong."""

from __future__ import annotations

import ast
import contextlib
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from gradbreak.check.units import Unit

Node = TypeVar("Node", bound=ast.AST)


class RepairKind(enum.Enum):
    """What a repair says was wrong."""

    ASSIGNS = "assigns"  # it assigns to a gradient and should add
    SIGN = "sign"  # it adds and should subtract, or the other way round
    OWNER = "owner"  # it writes to another node
    CLOSURE = "closure"  # it stores what passes the gradient on in another place
    SURPLUS = "surplus"  # a statement should not be there
    DERIVATIVE = "derivative"  # the local derivative is another one
    VALUE = "value"  # another expression is wrong
    ORDER = "order"  # nodes are visited in another order
    SEED = "seed"  # the sweep does not begin with 1
    MISSING = "missing"  # an operand gets nothing


@dataclass(frozen=True, slots=True)
class TreeChange:
    """What is set in a syntax tree: a field of a node.

    Attributes:
        parent: the node.
        field: its field.
        content: the new content.
    """

    parent: ast.AST
    field: str
    content: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change, of a field or of several.

    Attributes:
        kind: what it says was wrong.
        unit: where.
        line: of the changed statement, from 1.
        changed: the statement, as long as the change is applied in its new form.
        target: what the gradient is written to; None where that is not said.
        changes: of the syntax tree.
        shown: the node to show as the new statement.
    """

    kind: RepairKind
    unit: Unit
    line: int
    changed: ast.stmt
    target: ast.expr | None
    changes: tuple[TreeChange, ...]
    shown: ast.AST

    @contextlib.contextmanager
    def applied(self) -> Iterator[None]:
        """TreeChange the syntax tree meanwhile."""
        before = [(each, getattr(each.parent, each.field)) for each in self.changes]
        for each in self.changes:
            setattr(each.parent, each.field, each.content)
        try:
            yield
        finally:
            for each, held in reversed(before):
                setattr(each.parent, each.field, held)

    @property
    def statement(self) -> str:
        """The statement as it is, in one line."""
        return _one_line(self.changed)

    @property
    def instead(self) -> str:
        """The statement as it should be, in one line."""
        with self.applied():
            return _one_line(self.shown)

    @property
    def slot(self) -> str:
        """Whose gradient is written, ``self.grad``; empty where that is not said."""
        return ast.unparse(self.target) if self.target is not None else ""


def _one_line(node: ast.AST) -> str:
    if isinstance(node, (ast.For, ast.While, ast.If, ast.With)):
        return ast.unparse(node).splitlines()[0]
    return " ".join(ast.unparse(node).split())


def in_place_of(node: Node, where: ast.AST) -> Node:
    """A new node with the place of an old one, so that line numbers stay.

    Args:
        node: it is changed.
        where: the old one.
    """
    for each in ast.walk(node):
        if "lineno" in each._attributes:
            ast.copy_location(each, where)
    return node


def expression_of(text: str, where: ast.expr) -> ast.expr:
    """An expression that is written somewhere instead of another.

    Args:
        text: of the expression.
        where: the other one; line numbers stay, because the new one is parsed below as many empty lines.

    Raises:
        SyntaxError: the text is no expression.
    """
    return ast.parse("\n" * (where.lineno - 1) + text, mode="eval").body


def is_constant(expression: ast.expr) -> bool:
    """Whether an expression makes the same number each time: ``0.0``, ``np.ones_like(x)``, ``[]``."""
    if isinstance(expression, ast.Call):
        function = expression.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return name in ("zeros", "zeros_like", "ones", "ones_like", "float", "int")
    return not any(isinstance(each, (ast.Name, ast.Attribute)) for each in ast.walk(expression))

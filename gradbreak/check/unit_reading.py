"""What stands in one function of an engine: its nodes, their values, the gradients that it reads and writes."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from gradbreak.check.units import Unit
from gradbreak.engine.slots import is_called_a_gradient

Target: TypeAlias = "ast.Name | ast.Attribute | ast.Subscript"


@dataclass(frozen=True, slots=True)
class Names:
    """What an engine calls its parts.

    Attributes:
        value: the attribute that holds a node's value.
        gradient: the attribute that holds its gradient.
        closure: the attribute that holds what passes a gradient on; may be empty.
        sweep: the method or function that runs a sweep.
    """

    value: str
    gradient: str
    closure: str
    sweep: str


@dataclass(frozen=True, slots=True)
class SuspectedStatement:
    """A statement that may be wrong, and where the syntax tree holds it.

    Attributes:
        statement: the statement.
        body: the list that holds it.
        place: its place there.
        parent: who owns the list.
        field: under which name.
    """

    statement: ast.stmt
    body: list[ast.stmt]
    place: int
    parent: ast.AST
    field: str

    @property
    def above(self) -> list[ast.stmt]:
        """The statements before it."""
        return self.body[: self.place]

    @property
    def below(self) -> list[ast.stmt]:
        """The statements after it."""
        return self.body[self.place + 1 :]


class UnitReading:
    """Reads one unit.

    Args:
        unit: the function.
        lines: those that are suspected.
        names: what the engine calls its parts.
        elsewhere: values of nodes as other units of the file write them, ``self.inputs[0].data``.

    Attributes:
        owners: the names of what may be nodes: operands and results.
        leaves: what may be a factor of a local derivative: values of nodes, and numbers.
        upstreams: what may be the gradient of the result.
    """

    def __init__(self, unit: Unit, lines: frozenset[int], names: Names, elsewhere: Sequence[str] = ()) -> None:
        self.unit = unit
        self.lines = lines
        self.names = names
        self.owners = self._owners()
        self.leaves = self._leaves(elsewhere)
        self.upstreams = self._upstreams()

    def is_gradient(self, name: str) -> bool:
        """Whether a name is one for a gradient here."""
        return is_called_a_gradient(name, self.names.gradient)

    def _owners(self) -> list[str]:
        """The names of what may be nodes: operands and results."""
        found = [
            node.value.id
            for node in ast.walk(self.unit.statement)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.attr in (self.names.value, self.names.gradient, self.names.closure)
        ]
        return list(dict.fromkeys(found))[:5]

    def _leaves(self, elsewhere: Sequence[str]) -> list[str]:
        """What may be a factor of a local derivative: values of nodes, and numbers."""
        found = [f"{owner}.{self.names.value}" for owner in self.owners]
        for node in ast.walk(self.unit.statement):
            operands: list[ast.expr] = []
            if isinstance(node, ast.BinOp):
                operands = [node.left, node.right]
            elif isinstance(node, ast.UnaryOp):
                operands = [node.operand]
            elif isinstance(node, ast.Compare):
                operands = [node.left, *node.comparators]
            found += [
                ast.unparse(each)
                for each in operands
                if isinstance(each, (ast.Name, ast.Attribute, ast.Subscript)) and not self.mentions_gradient(each)
            ]
        loops = [
            node.target for node in ast.walk(self.unit.statement) if isinstance(node, (ast.For, ast.comprehension))
        ]
        found += [each.id for loop in loops for each in ast.walk(loop) if isinstance(each, ast.Name)]
        known = {node.id for node in ast.walk(self.unit.statement) if isinstance(node, ast.Name)}
        found += [each for each in elsewhere if each.partition(".")[0] in known]
        return list(dict.fromkeys(found))[:10]

    def _upstreams(self) -> list[str]:
        """What may be the gradient of the result: it stands in other statements, or is an attribute of a node."""
        found = [
            ast.unparse(each)
            for each in ast.walk(self.unit.statement)
            if isinstance(each, (ast.Attribute, ast.Name))
            and isinstance(each.ctx, ast.Load)
            and self.mentions_gradient(each)
        ]
        made = [name for name in self.owners if name not in ("self", "other")] or self.owners
        if self.names.gradient:
            found += [f"{owner}.{self.names.gradient}" for owner in made]
        return list(dict.fromkeys(found))[:4]

    def mentions_gradient(self, node: ast.AST) -> bool:
        """Whether something in a node is called like a gradient."""
        return any(
            (isinstance(each, ast.Attribute) and self.is_gradient(each.attr))
            or (isinstance(each, ast.Name) and (self.is_gradient(each.id) or each.id in ("g", "dout", "upstream")))
            for each in ast.walk(node)
        )

    def has_upstream(self, node: ast.AST) -> bool:
        """Whether a gradient that a node holds is a part of an expression; a local variable need not be one."""
        return any(isinstance(each, ast.Attribute) and self.is_gradient(each.attr) for each in ast.walk(node)) or (
            not self.names.gradient and self.mentions_gradient(node)
        )

    def upstream(self, node: ast.AST) -> str:
        """The gradient of the result within an expression; empty where there is none."""
        for each in ast.walk(node):
            if isinstance(each, (ast.Attribute, ast.Name, ast.Subscript)) and self.mentions_gradient(each):
                return ast.unparse(each)
        return ""

    def statements(self) -> Iterator[SuspectedStatement]:
        """Each statement on a suspected line."""
        for parent in ast.walk(self.unit.statement):
            for field in ("body", "orelse", "finalbody"):
                body = getattr(parent, field, None)
                if isinstance(body, list):
                    for place, statement in enumerate(body):
                        if isinstance(statement, ast.stmt) and statement.lineno in self.lines:
                            yield SuspectedStatement(statement, body, place, parent, field)

    def target(self, statement: ast.stmt) -> Target | None:
        """What a statement writes a gradient to."""
        target: ast.expr | None = None
        if isinstance(statement, ast.AugAssign):
            target = statement.target
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
        if not isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)):
            return None
        slot: ast.expr = target
        # `x.grad.data` and `grads[x]` hold what `x.grad` and `grads` are called for.
        while isinstance(slot, ast.Subscript) or (
            isinstance(slot, ast.Attribute) and slot.attr == self.names.value and isinstance(slot.value, ast.Attribute)
        ):
            slot = slot.value
        name = slot.attr if isinstance(slot, ast.Attribute) else slot.id if isinstance(slot, ast.Name) else ""
        return target if name and self.is_gradient(name) else None

    def local_derivatives(self) -> Iterator[str]:
        """The derivatives of the usual operations, with what stands in the unit as their operands."""
        leaves = self.leaves[:5]
        yield from ("1.0", "-1.0")
        for v in leaves:
            yield from (v, f"-{v}", f"1 / {v}", f"1 - {v} ** 2", f"{v} * (1 - {v})", f"1.0 * ({v} > 0)", f"0.5 / {v}")
            yield from (f"2 * {v}", f"-1 / {v} ** 2")
            for w in leaves:
                if v != w:
                    yield from (f"-{v} / {w} ** 2", f"{v} * {w} ** ({v} - 1)", f"-{v} / {w}", f"{v} / {w}")


def values_written(tree: ast.Module, value: str) -> tuple[str, ...]:
    """How a file writes the values of nodes, the most frequent first: ``self.data``, ``self.inputs[0].data``.

    Args:
        tree: of the file.
        value: the attribute that holds a node's value.
    """
    found = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == value]
    return tuple(text for text, _ in Counter(found).most_common(8))

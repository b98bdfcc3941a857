"""What a right side adds to the old content of a slot: ``e`` in ``S + e``, however that is spelt."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from gradbreak.engine.source_text import SourceText

ADDING = frozenset({"__add__", "__iadd__", "__radd__", "__sub__", "add"})
"""Methods of a slot's content that return it with something added or subtracted."""

LOOSE = (ast.IfExp, ast.BoolOp, ast.Compare, ast.Lambda)
"""Expressions that bind less tightly than a sum does."""


class RightSides:
    """Tells the old content of a slot from what is added to it.

    Args:
        text: of the module.
        constants: what its global names stand for, where that is text; an attribute may be named by one.
    """

    def __init__(self, text: SourceText, constants: Mapping[str, str]) -> None:
        self._text = text
        self._constants = constants

    def string(self, node: ast.expr) -> str | None:
        """The text that an expression stands for: a literal, or a constant of the module."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        return self._constants.get(node.id) if isinstance(node, ast.Name) else None

    def without(self, slot: ast.expr, value: ast.expr) -> str | None:
        """The text of a right side without the slot's old content, or None where that is not a term of it."""
        if isinstance(value, ast.IfExp):
            return self._conditional(slot, value)
        if isinstance(value, ast.Call):
            return self._added_by_call(slot, value)
        terms = list(_terms(value))
        old = [place for place, (_, term) in enumerate(terms) if self._is_old(slot, term)]
        if len(old) != 1 or len(terms) < 2 or terms[old[0]][0] < 0:
            return None
        if isinstance(value, ast.BinOp) and self._is_old(slot, value.left):
            added = self._text.movable(value.right)
            return f"-({added})" if isinstance(value.op, ast.Sub) else added
        return self._sum([*terms[: old[0]], *terms[old[0] + 1 :]])

    def _sum(self, terms: Iterable[tuple[int, ast.expr]]) -> str:
        """The text of a sum, with brackets around each term that binds less tightly than its sign."""
        text = ""
        for sign, term in terms:
            is_loose = isinstance(term, LOOSE) or (sign < 0 and isinstance(term, (ast.BinOp, ast.UnaryOp)))
            written = self._text.movable(term)
            written = f"({written})" if is_loose else written
            text += (f" {'-' if sign < 0 else '+'} " if text else "-" if sign < 0 else "") + written
        return text

    def _conditional(self, slot: ast.expr, value: ast.IfExp) -> str | None:
        """``e if S is None else S + e`` and its mirror image: both branches hold the new term alone."""
        for branch in (value.orelse, value.body):
            rest = self.without(slot, branch)
            if rest is not None:
                return rest
        return None

    def _added_by_call(self, slot: ast.expr, value: ast.Call) -> str | None:
        called = value.func
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        if value.keywords:
            return None
        if name in ("add", "iadd", "subtract", "sub", "isub") and len(value.args) == 2:
            left, right = value.args
            if self._is_old(slot, left):
                return self._text.movable(right) if "add" in name else f"-({self._text.movable(right)})"
            if self._is_old(slot, right) and "add" in name:
                return self._text.movable(left)
        if isinstance(called, ast.Attribute) and name in ADDING and len(value.args) == 1:
            added = self._text.movable(value.args[0])
            if self._is_old(slot, called.value):
                return f"-({added})" if name == "__sub__" else added
        if name == "sum" and len(value.args) == 1 and isinstance(value.args[0], (ast.List, ast.Tuple)):
            kept = [item for item in value.args[0].elts if not self._is_old(slot, item)]
            if len(kept) == len(value.args[0].elts) - 1 and kept:
                return " + ".join(self._text.movable(item) for item in kept)
        return None

    def _is_old(self, slot: ast.expr, term: ast.expr) -> bool:
        """Whether a term is what the slot held: itself, ``d.get(k, 0)`` or ``getattr(x, "grad")``."""
        if same(slot, term):
            return True
        if isinstance(term, ast.BoolOp) and isinstance(term.op, ast.Or):
            return self._is_old(slot, term.values[0])
        if isinstance(term, ast.IfExp):
            return any(self._is_old(slot, branch) for branch in (term.body, term.orelse))
        if isinstance(term, ast.Call):
            called = term.func
            if isinstance(called, ast.Attribute) and called.attr in ("get", "setdefault", "pop") and term.args:
                return (
                    isinstance(slot, ast.Subscript)
                    and same(slot.value, called.value)
                    and same(slot.slice, term.args[0])
                )
            if isinstance(called, ast.Attribute) and called.attr in ("copy", "clone") and not term.args:
                return self._is_old(slot, called.value)
            if isinstance(called, ast.Name) and called.id == "getattr" and isinstance(slot, ast.Attribute):
                owner, attribute, *_ = term.args
                return self.string(attribute) == slot.attr and same(slot.value, owner)
        return False


def same(one: ast.AST, other: ast.AST) -> bool:
    """Whether two expressions are spelt alike, whether they are read or written."""
    return ast.unparse(one) == ast.unparse(other)


def _terms(value: ast.expr, sign: int = 1) -> Iterator[tuple[int, ast.expr]]:
    """The terms of a sum, each with its sign."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)):
        yield from _terms(value.left, sign)
        yield from _terms(value.right, -sign if isinstance(value.op, ast.Sub) else sign)
    else:
        yield sign, value

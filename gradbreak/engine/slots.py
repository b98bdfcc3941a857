"""What may hold a gradient: an attribute, an item or a variable, with its name and its owner."""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterable

from gradbreak.engine.sweep_candidates import GRADIENT_NAME

CONTENTS = frozenset({"data", "value", "values", "flat", "T"})
"""Attributes of a gradient that hold its numbers: ``x.grad.data += e`` adds to ``x.grad``."""

SUMS = frozenset({"sum", "fsum", "reduce", "stack"})
"""Functions that add up what a list holds."""


class SlotKind(enum.Enum):
    """What holds the gradient that a statement adds to."""

    ATTRIBUTE = "attribute"
    ITEM = "item"
    NAME = "name"


def slot_kind(slot: ast.expr) -> SlotKind | None:
    """What kind of slot an expression is; None where nothing can be assigned to it."""
    if isinstance(slot, ast.Attribute):
        return SlotKind.ATTRIBUTE
    if isinstance(slot, ast.Subscript):
        return SlotKind.ITEM
    return SlotKind.NAME if isinstance(slot, ast.Name) else None


def slot_name(slot: ast.expr) -> str | None:
    """The attribute or variable that holds a slot: ``grad`` for ``x.grad.data`` and ``x.grad[...]``."""
    while True:
        if isinstance(slot, ast.Subscript) or (
            isinstance(slot, ast.Attribute)
            and slot.attr in CONTENTS
            and isinstance(slot.value, (ast.Attribute, ast.Subscript))
        ):
            slot = slot.value
        elif isinstance(slot, ast.Attribute):
            return slot.attr
        elif isinstance(slot, ast.Name):
            return slot.id
        else:
            return None


def slot_operand(slot: ast.expr, text: Callable[[ast.AST], str]) -> str:
    """Whose gradient a slot is: ``self`` for ``self.grad``, the key for an item of a dictionary.

    Args:
        slot: the slot.
        text: gives the text of a node.
    """
    while True:
        if isinstance(slot, ast.Attribute) and slot.attr in CONTENTS:
            slot = slot.value
        elif isinstance(slot, ast.Subscript):
            is_whole = isinstance(slot.slice, ast.Slice) or _is_ellipsis(slot.slice)
            owner = slot.value
            if isinstance(owner, ast.Attribute) and not (_is_self(owner.value) and not is_whole):
                slot = owner
            elif isinstance(owner, ast.Attribute):
                return text(slot.slice)
            elif is_whole:
                slot = owner
            else:
                return text(_key(slot.slice))
        else:
            break
    return text(slot.value if isinstance(slot, ast.Attribute) else slot)


def is_called_a_gradient(name: str, gradient: str) -> bool:
    """Whether a name says that it holds a gradient.

    Args:
        name: of an attribute or a variable.
        gradient: the attribute of a node that holds its gradient, ``grad``; empty where it is not known.
    """
    name, stem = name.strip("_").lower(), gradient.strip("_").lower()
    if not stem:
        return bool(GRADIENT_NAME.search(name))
    if name in {stem, f"{stem}s", f"{stem}_", f"{stem}_list"}:
        return True
    if len(stem) < 3:
        return False
    return name.startswith(stem) or name.endswith(stem) or (stem.startswith(name) and len(name) >= 4)


def summed_names(module: ast.Module) -> Iterable[str]:
    """What is summed somewhere: ``sum(x.parts)``, ``fsum``, ``np.sum``, ``reduce(add, x.parts)``, a loop that adds."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in SUMS:
                for argument in node.args:
                    for inner in ast.walk(argument):
                        found = slot_name(inner) if isinstance(inner, (ast.Attribute, ast.Name)) else None
                        if found:
                            yield found
    yield from summing_lines(module).values()


def summing_lines(module: ast.Module) -> dict[int, str]:
    """The lines that add up a list, element by element, each with the list's name: ``for g in x.parts: total += g``."""
    found: dict[int, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.For) and isinstance(node.iter, (ast.Attribute, ast.Name)):
            name = slot_name(node.iter)
            if name is not None:
                found |= {each.lineno: name for each in ast.walk(node) if isinstance(each, ast.stmt) and _adds(each)}
    return found


def _adds(node: ast.stmt) -> bool:
    """Whether a statement is ``total += e`` or ``total = total + e``."""
    if isinstance(node, ast.AugAssign):
        return True
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.BinOp):
        return False
    target = ast.unparse(node.targets[0])
    return target in (ast.unparse(node.value.left), ast.unparse(node.value.right))


def _key(key: ast.expr) -> ast.expr:
    """The node behind a key: ``x`` for ``id(x)``."""
    if isinstance(key, ast.Call) and len(key.args) == 1 and isinstance(key.func, ast.Name):
        return key.args[0]
    return key


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls", "tape", "graph", "engine")


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...

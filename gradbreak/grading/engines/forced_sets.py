"""Forces the order of an engine's sets in what is run of it: a module of ordered sets comes with the engine.

A set of nodes is iterated in the order of their addresses, which differs from run to run. Under a forced order every
run of an engine does the same, so an honest test is not unstable, and the reverse of it is the other order of operands.
Every engine of a grade has the module, correct or broken, so it tells nothing.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Mapping

from msgspec import Struct

from gradbreak.engine import ordered_sets
from gradbreak.engine.forced_order import without_displays

MODULE = "_ordered_sets"
"""The module's name beside the engine's."""

DISPLAY = "_set_display"
"""What a rewritten display calls."""


class SetOrder(Struct, frozen=True, kw_only=True):
    """The order of an engine's sets.

    Attributes:
        files: those that make sets.
        is_reversed: the last element inserted comes first.
    """

    files: tuple[str, ...]
    is_reversed: bool = False


def with_forced_sets(tree: ast.Module, file: str, sets: SetOrder | None) -> ast.Module:
    """A file whose sets are ordered ones. It changes the tree.

    Args:
        tree: the file.
        file: its name.
        sets: the order; None to leave the file alone.
    """
    if sets is None or file not in sets.files:
        return tree
    tree = without_displays(tree, DISPLAY)
    names = [ast.alias("set"), ast.alias("frozenset"), ast.alias("set", DISPLAY)]
    first = len(_opening(tree))
    tree.body.insert(first, ast.ImportFrom(module=MODULE, names=names, level=0))
    return ast.fix_missing_locations(tree)


def _opening(tree: ast.Module) -> list[ast.stmt]:
    """The statements that must stay first: the docstring, and imports from the future."""
    found: list[ast.stmt] = []
    for statement in tree.body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and not found
        if not is_text and not (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
            break
        found.append(statement)
    return found


def sets_module(sets: SetOrder | None) -> Mapping[str, str]:
    """The module's file → its text; nothing where no order is forced."""
    if sets is None:
        return {}
    return {f"{MODULE}.py": f"{_source()}\n\nset, frozenset = stand_ins(is_reversed={sets.is_reversed})\n"}


@functools.cache
def _source() -> str:
    return inspect.getsource(ordered_sets)

"""Sets that are iterated in a given order, put in the place of ``set`` and ``frozenset`` in an engine's files.

A set of nodes is iterated in the order of their addresses, which differs from process to process, and so does the
order of a sweep that follows it. Under a forced order every process computes the same: elements come from the oldest to
the youngest, or in the reverse of it. (PYTHONHASHSEED does not help: it changes the hashes of texts, and
not those of nodes.)

Names are looked up in a module's globals before the builtins, so the stand-ins are put there under the names ``set``
and ``frozenset`` before the module runs. Displays and comprehensions look up no name: the syntax tree is rewritten, and
``{a, b}`` becomes a call.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.machinery
import os
import types
from collections.abc import Callable, Iterator
from pathlib import Path

from gradbreak.engine import ordered_sets
from gradbreak.engine.ordered_sets import Watcher

DISPLAY = "__gradbreak_set__"
"""The name that a rewritten display calls; unlike ``set``, an engine gives it no other meaning."""


def stand_ins(*, is_reversed: bool = False, watcher: Watcher | None = None) -> dict[str, type]:
    """The stand-ins by the names under which they stand in a module's globals.

    Args:
        is_reversed: they are iterated from the youngest element to the oldest.
        watcher: is told of each that is made or iterated.
    """
    ordered, frozen = ordered_sets.stand_ins(is_reversed=is_reversed, watcher=watcher)
    return {"set": ordered, "frozenset": frozen, DISPLAY: ordered}


def reverse(names: dict[str, type], *, is_reversed: bool) -> None:
    """Iterate the sets of a process in the other order from now on, those that are there already too.

    Args:
        names: the stand-ins that were put in the engine's modules, from ``stand_ins``.
        is_reversed: from the youngest element to the oldest.
    """
    for stand_in in names.values():
        stand_in._is_reversed = is_reversed  # type: ignore[attr-defined]  # of a class that is made at run time


class _Displays(ast.NodeTransformer):
    """Writes ``{a, b}`` as a call of the stand-in, with a list.

    Args:
        name: what the stand-in is called.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def visit_Set(self, node: ast.Set) -> ast.AST:  # the name that ast calls
        self.generic_visit(node)
        return self._call(node, ast.List(node.elts, ast.Load()))

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:  # the name that ast calls
        self.generic_visit(node)
        return self._call(node, ast.ListComp(node.elt, node.generators))

    def _call(self, node: ast.expr, elements: ast.expr) -> ast.expr:
        call = ast.Call(ast.Name(self._name, ast.Load()), [ast.copy_location(elements, node)], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


def without_displays(tree: ast.Module, name: str = DISPLAY) -> ast.Module:
    """The same module, in which every display and comprehension of a set calls the stand-in. It changes the tree.

    Args:
        tree: the module.
        name: what the stand-in is called in it.
    """
    changed: ast.Module = _Displays(name).visit(tree)
    return changed


@contextlib.contextmanager
def forced_order(is_forced: Callable[[str], bool], names: dict[str, type]) -> Iterator[None]:
    """Meanwhile, whoever imports or reloads certain files gets modules whose sets are stand-ins.

    Args:
        is_forced: whether a file, by its real path, is one of them.
        names: the stand-ins, from ``stand_ins``.
    """
    loader = importlib.machinery.SourceFileLoader
    get_code, exec_module = loader.get_code, loader.exec_module

    def ordered_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> types.CodeType | None:
        path = os.path.realpath(self.path)
        if not is_forced(path):
            return get_code(self, fullname)
        tree = ast.parse(Path(path).read_bytes(), self.path)
        code: types.CodeType = compile(without_displays(tree), self.path, "exec", dont_inherit=True)
        return code

    def execute(self: importlib.machinery.SourceFileLoader, module: types.ModuleType) -> None:
        if is_forced(os.path.realpath(self.path)):
            vars(module).update(names)
        exec_module(self, module)

    loader.get_code = ordered_code  # type: ignore[method-assign,assignment]  # the import system takes no hint otherwise
    loader.exec_module = execute  # type: ignore[method-assign,assignment]  # as above
    try:
        yield
    finally:
        loader.get_code = get_code  # type: ignore[method-assign]  # as above
        loader.exec_module = exec_module  # type: ignore[method-assign]  # as above

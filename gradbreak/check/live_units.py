"""The units of an engine that is alive in this process: compiled, and exchanged for changed ones meanwhile."""

from __future__ import annotations

import ast
import contextlib
import types
from collections.abc import Iterator

from gradbreak.check.units import Unit, units
from gradbreak.engine.inspecting import LoadedEngine
from gradbreak.engine.live_code import CodeChange, CodeKey, code_objects, exchange, live_functions


class LiveUnits:
    """The functions of an engine, as syntax trees and as living functions.

    Args:
        engine: imported into this process.

    Attributes:
        engine: as it was given.
        trees: file → its syntax tree.
        by_file: file → its units; they belong to the tree.
    """

    def __init__(self, engine: LoadedEngine) -> None:
        self.engine = engine
        self.trees = {file: ast.parse(source) for file, source in engine.sources.items()}
        self.by_file = {file: tuple(units(tree)) for file, tree in self.trees.items()}
        self._functions = {file: live_functions(path) for file, path in engine.paths.items()}
        self._before: dict[int, dict[CodeKey, types.CodeType]] = {}

    def code(self, unit: Unit, file: str) -> types.CodeType | None:
        """Compile a unit as it is now; None where that is no Python: a changed ``continue`` is no expression."""
        try:
            return unit.compiled(self.engine.paths[file])
        except (SyntaxError, ValueError):
            return None

    @contextlib.contextmanager
    def exchanged(self, unit: Unit, file: str, code: types.CodeType) -> Iterator[None]:
        """Give the living functions of a unit their changed code meanwhile.

        Args:
            unit: as it was when this was called for it first.
            file: that it stands in.
            code: the unit, changed and compiled.
        """
        before = self._code_before(unit, file)
        changed = {
            key: CodeChange(before[key], new, is_alone=(key[0], key[1], 1) not in before)
            for key, new in code_objects(code).items()
            if key in before and before[key] != new
        }
        swaps = exchange(self._functions[file], changed)
        try:
            yield
        finally:
            for swap in reversed(swaps):
                swap.undo()

    def forget(self) -> None:
        """Take the units as they are now for those that are alive: a change is there to stay."""
        self._before.clear()

    def _code_before(self, unit: Unit, file: str) -> dict[CodeKey, types.CodeType]:
        if id(unit) not in self._before:
            code = self.code(unit, file)
            self._before[id(unit)] = code_objects(code) if code is not None else {}
        return self._before[id(unit)]

"""Whether a process is as it was: what tests may replace in the engine, in pytest and in Python."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Mapping

WATCHED = (types.FunctionType, types.BuiltinFunctionType, type)
"""What counts as replaced where another object stands in its place. Other values are caches and counters, too."""

Names = Mapping[str, object]


class EngineState:
    """The names of the engine's modules and of the classes in them, to be put back after a test that changed them.

    Args:
        modules: the engine's.
    """

    def __init__(self, modules: Iterable[types.ModuleType]) -> None:
        self._spaces: list[tuple[types.ModuleType | type, dict[str, object]]] = []
        for module in modules:
            self._spaces.append((module, dict(vars(module))))
            own = [
                each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__
            ]
            self._spaces += [(each, dict(vars(each))) for each in own]

    def restore(self) -> bool:
        """Put back what was changed; whether something was."""
        changed = False
        for space, before in self._spaces:
            for name in [name for name in vars(space) if name not in before and not name.startswith("__")]:
                delattr(space, name)
                changed = True
            for name, value in before.items():
                if vars(space).get(name) is not value and name not in ("__dict__", "__weakref__"):
                    setattr(space, name, value)
                    changed = True
        return changed


class Pristine:
    """The functions and classes of every module that is loaded now, and the names in those classes.

    Args:
        prefixes: top-level packages to watch.
    """

    def __init__(self, prefixes: Iterable[str]) -> None:
        wanted = frozenset(prefixes)
        self._spaces: list[tuple[str, object, dict[str, object]]] = []
        for name, module in sorted(sys.modules.items()):
            if name.partition(".")[0] in wanted:
                names = _watched(vars(module))
                self._spaces.append((name, module, names))
                self._spaces += [
                    (f"{name}.{key}", each, _watched(vars(each)))
                    for key, each in names.items()
                    if isinstance(each, type) and each.__module__ == name
                ]

    def changed(self) -> str:
        """The first name that stands for something else now; empty where all is as it was."""
        for place, space, names in self._spaces:
            now = vars(space)
            for name, value in names.items():
                if now.get(name) is not value:
                    return f"{place}.{name}"
        return ""


def _watched(names: Names) -> dict[str, object]:
    return {name: value for name, value in names.items() if isinstance(value, WATCHED)}

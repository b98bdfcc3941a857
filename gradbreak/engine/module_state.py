"""What modules keep from one expression to the next: tapes, counters and caches, put back before each expression.

An engine with a tape of its own appends to it whatever is computed. Without this, an expression that raises leaves half
a tape behind, and the next one is swept with it.
"""

from __future__ import annotations

import ast
import itertools
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ELEMENTS = 10_000
"""Of a container that is put back; a larger one is data that a module has loaded, and no tape."""

MOST_OBJECTS = 30
"""How many objects that stand in a module's globals are looked into."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """One attribute of a module, a class or an object: what it held, and for a container what stood in that."""

    owner: Any
    name: str
    held: Any
    content: Any


class ModuleState:
    """Numbers, counters and containers in the globals of some modules, in their classes and in their objects.

    Args:
        modules: the engine, imported.
    """

    def __init__(self, modules: Sequence[types.ModuleType]) -> None:
        self._kept = [
            _Kept(owner, name, held, _content(held))
            for owner in _owners(modules)
            for name, held in list(vars(owner).items())
            if not name.startswith("__") and _is_kept(held)
        ]

    def put_back(self) -> None:
        """Make all of it what it was when this object was made."""
        for kept in self._kept:
            held = kept.held
            if isinstance(held, itertools.count):
                setattr(kept.owner, kept.name, _counting_from(kept.content))
                continue
            if isinstance(held, (list, dict, set)):
                _refill(held, kept.content)
            if vars(kept.owner).get(kept.name) is not held:
                setattr(kept.owner, kept.name, held)


def _owners(modules: Sequence[types.ModuleType]) -> Iterator[Any]:
    names = {module.__name__ for module in modules}
    for module in modules:
        yield module
        things = list(vars(module).values())
        yield from (each for each in things if isinstance(each, type) and each.__module__ in names)
        objects = (
            each for each in things if type(each).__module__ in names and isinstance(getattr(each, "__dict__", 0), dict)
        )
        yield from itertools.islice(objects, MOST_OBJECTS)


def _is_kept(held: object) -> bool:
    if isinstance(held, (list, dict, set)):
        return len(held) <= MOST_ELEMENTS
    return held is None or isinstance(held, (int, float, itertools.count))


def _content(held: Any) -> Any:
    if isinstance(held, (list, dict, set)):
        return held.copy()
    return repr(held) if isinstance(held, itertools.count) else None


def _counting_from(text: str) -> itertools.count[int]:
    """The counter of which this is the ``repr``: it cannot be copied in every version of Python."""
    arguments = ast.literal_eval(f"({text.removeprefix('count(').removesuffix(')')},)")
    return itertools.count(*arguments)


def _refill(container: Any, content: Any) -> None:
    if isinstance(container, list):
        container[:] = content
    else:
        container.clear()
        container.update(content)

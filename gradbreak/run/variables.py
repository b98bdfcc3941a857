"""Finding a test's names for its nodes: variables that hold a node, directly or inside another object."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence

DEEPEST = 8
"""Steps from a variable to a node; ``network.layers[0].neurons[1].bias`` has five."""

MOST = 2_000
"""Objects to look at for each variable and step, at most."""


def names_of(scopes: Sequence[Mapping[str, object]], node_class: type) -> dict[int, str]:
    """The identity of a node → its name.

    Args:
        scopes: variables by name; an earlier scope's name for a node wins.
        node_class: the class whose instances are nodes.
    """
    names: dict[int, str] = {}
    for scope in scopes:
        for name, value in scope.items():
            if isinstance(value, node_class):
                names.setdefault(id(value), name)
    for scope in scopes:
        for name, value in scope.items():
            for path, node in _inside(name, value, node_class):
                names.setdefault(id(node), path)
    return names


def _inside(name: str, value: object, node_class: type) -> Iterator[tuple[str, object]]:
    """The nodes that a value holds, nearest first; it doesn't look inside nodes."""
    waiting, seen = [(name, value)], set[int]()
    for _ in range(DEEPEST + 1):
        following: list[tuple[str, object]] = []
        for path, holder in waiting[:MOST]:
            if id(holder) in seen:
                continue
            seen.add(id(holder))
            if isinstance(holder, node_class):
                yield path, holder
            elif isinstance(holder, (list, tuple)):
                following += [(f"{path}[{index}]", each) for index, each in enumerate(holder[:MOST])]
            elif isinstance(holder, dict):
                following += [(f"{path}[{key!r}]", each) for key, each in list(holder.items())[:MOST]]
            elif not isinstance(holder, (type, types.ModuleType)) and hasattr(holder, "__dict__"):
                following += [(f"{path}.{key}", each) for key, each in vars(holder).items()]
        waiting = following

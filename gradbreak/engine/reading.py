"""Numbers read from somebody's nodes: from floats, arrays of one element, boxes, and what a sweep returns."""

from __future__ import annotations

import contextlib
import inspect
import math
from collections.abc import Mapping

from gradbreak.engine.signatures import required_arguments


def number_of(thing: object, value: str = "") -> float | None:
    """The number that something stands for: a number, an array of one element, or a node that holds one."""
    for _ in range(3):
        if isinstance(thing, bool) or thing is None:
            return None
        if isinstance(thing, (int, float)):
            return float(thing)
        # An array first: NumPy's own attribute `data` is its memory.
        if isinstance(getattr(thing, "size", None), int) and callable(getattr(thing, "item", None)):
            if thing.size != 1:  # type: ignore[attr-defined]  # as was just seen
                return None
            with contextlib.suppress(Exception):
                return float(thing.item())  # type: ignore[attr-defined]  # as was just seen
            return None
        held = read_attribute(thing, value) if value else None
        if held is not None and not callable(held):
            thing = held
        elif isinstance(thing, (list, tuple)) and len(thing) == 1:
            thing = thing[0]
        elif callable(getattr(thing, "item", None)):
            with contextlib.suppress(Exception):
                return float(thing.item())  # type: ignore[attr-defined]  # as was just seen
            return None
        else:
            # A box around one number, which some engines change in place.
            held = [each for each in vars(thing).values() if isinstance(each, (int, float))] if is_box(thing) else []
            return float(held[0]) if len(held) == 1 else None
    return None


def is_box(thing: object) -> bool:
    """Whether an object holds one thing and nothing else, as a number that is changed in place."""
    return hasattr(thing, "__dict__") and not isinstance(thing, type) and not callable(thing) and len(vars(thing)) == 1


def close(one: float | None, other: float | None, *, tolerance: float = 1e-6) -> bool:
    """Whether two numbers agree."""
    if one is None or other is None:
        return False
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)


RETURNED = "returned by the sweep"


MOST_ASKED = 8
"""How many methods of an object that a sweep returned are asked for a gradient."""


def returned_gradient(answer: object, node: object, position: int) -> object:
    """A node's gradient in what a sweep returned: by the node, its identity, its position, or a method's answer."""
    if isinstance(answer, Mapping):
        for key in (node, id(node)):
            with contextlib.suppress(Exception):
                if key in answer:
                    return answer[key]
        return None
    if isinstance(answer, (list, tuple)):
        return answer[position] if 0 <= position < len(answer) else None
    return _asked(answer, node)


def _asked(answer: object, node: object) -> object:
    """What an object of another class says of a node, as ``gradients.wrt(x)`` does."""
    if type(answer) is type(node) or not hasattr(answer, "__dict__") or isinstance(answer, type):
        return None
    # Of the class, because looking at an object reads its properties, which may raise.
    names = [
        name
        for name, function in inspect.getmembers(type(answer), inspect.isfunction)
        if not name.startswith("_") and required_arguments(function) == 2  # itself and the node
    ]
    for name in names[:MOST_ASKED]:
        with contextlib.suppress(Exception):
            said = getattr(answer, name)(node)
            if said is not None:
                return said
    return None


def attributes_of(node: object) -> list[str]:
    """The names of a node's attributes that hold something: its own, those in slots, and properties."""
    names = list(getattr(node, "__dict__", {}))
    for owner in type(node).__mro__[:-1]:
        slots = owner.__dict__.get("__slots__", ())
        names += [slots] if isinstance(slots, str) else list(slots)
        names += [name for name, member in vars(owner).items() if isinstance(member, property)]
    return [name for name in dict.fromkeys(names) if name not in ("__dict__", "__weakref__")]


def read_attribute(node: object, attribute: str) -> object:
    """What an attribute holds; None where reading it raises."""
    try:
        return getattr(node, attribute)
    except Exception:  # noqa: BLE001  # a property of somebody's engine may raise anything before a sweep
        return None


def by_likely_value(node: object) -> list[str]:
    """The names of a node's attributes, those first that are usually called so for a value."""
    likely = ("data", "value", "val", "item", "v", "x")
    names = attributes_of(node)
    return sorted(names, key=lambda name: (name.strip("_") not in likely, name.startswith("_")))

"""How a number becomes a node: every way in which somebody's engine may want to be called."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Iterator, Sequence
from typing import Any

from gradbreak.engine.module_state import ModuleState
from gradbreak.engine.tapes import leave, tape_wrappings

_WRAPPINGS = (
    "{c}({x})",
    "{c}({x}, requires_grad=True)",
    "{c}(np.array({x}))",
    "{c}(np.array({x}), requires_grad=True)",
    "{c}([{x}])",
    "{c}([{x}], requires_grad=True)",
    "{c}(np.array([{x}]))",
    "{c}(np.array([{x}]), requires_grad=True)",
    "{c}(np.array([[{x}]]), requires_grad=True)",
    "{c}({x}, 'x')",
    "{c}({x}, True)",
    "{c}('x', {x})",
    "{c}({x}, ())",
    "{c}({x}, 0.0)",
)


class Maker:
    """Makes nodes of one class in one way.

    Where nodes are made by a tape, one tape serves one expression: ``begin`` makes a fresh one. What the engine keeps
    in its modules, such as a tape for all expressions, is then what it was when this object was made.

    Attributes:
        wrapping: the way.
        tape: that of the present expression; None where there is none.
    """

    def __init__(self, modules: Sequence[types.ModuleType], wrapping: str) -> None:
        self.wrapping = wrapping
        self._names = namespace_of(modules)
        self._state = ModuleState(modules)
        if "np." in wrapping:
            # An engine that needs it has imported it.
            self._names["np"] = importlib.import_module("numpy")
        tape, _, call = wrapping.rpartition("; ")
        self.tape: Any = None
        self._tape = compile(tape.format(x=0), "<tape>", "eval") if tape else None
        self._code = compile(call.format(x="__x", t="__tape"), "<node>", "eval")
        self.begin()

    def begin(self) -> None:
        """Begin another expression."""
        leave(self.tape)
        self._state.put_back()
        if self._tape is not None:
            self.tape = self._names["__tape"] = eval(self._tape, self._names)  # a call of the engine, of a fixed form

    def __call__(self, number: float) -> Any:
        """A node that holds a number."""
        return eval(self._code, self._names, {"__x": number})  # a call of the engine, made from a fixed list of forms


def namespace_of(modules: Sequence[types.ModuleType]) -> dict[str, Any]:
    """The names of several modules; what the first one calls by a name counts."""
    names: dict[str, Any] = {}
    for module in reversed(modules):
        names |= vars(module)
    return names


def node_classes(modules: Sequence[types.ModuleType]) -> list[type]:
    """The classes of some modules, the one with most arithmetic first; a class that others extend before those."""
    own = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    ]
    dunders = ("__add__", "__mul__", "__sub__", "__truediv__", "__neg__", "__pow__", "__radd__", "__rmul__")

    def weight(cls: type) -> tuple[int, int]:
        own_dunders = sum(any(name in vars(base) for base in cls.__mro__[:-1]) for name in dunders)
        return own_dunders, -len(cls.__mro__)

    return sorted(dict.fromkeys(own), key=weight, reverse=True)


def wrappings(modules: Sequence[types.ModuleType], cls: type) -> Iterator[str]:
    """The ways in which a number may become a node: a call of its class, or a method of a tape."""
    has_numpy = "numpy" in sys.modules
    for form in _WRAPPINGS:
        if has_numpy or "np." not in form:
            yield form.replace("{c}", cls.__name__)
    yield from tape_wrappings(node_classes(modules), cls)

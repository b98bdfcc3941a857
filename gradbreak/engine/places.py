"""Finding where in the engine a running frame is."""

from __future__ import annotations

import linecache
import types
from typing import Any

from gradbreak.engine.recording import WritePlace
from gradbreak.engine.shape import EngineShape

_INNER = ".<locals>."


class PlaceFinder:
    """Finds the place of a write. It remembers places by instruction, because a sweep repeats the same few.

    Args:
        node_class: the class whose instances are nodes.
        shape: what its parts are called.
    """

    def __init__(self, node_class: type, shape: EngineShape) -> None:
        self._prefix = f"{node_class.__qualname__}."
        self._shape = shape
        self._not_passing_on = (shape.entry_point, shape.reset, "__init__")
        # By the identity of a code object, because hashing one hashes all its constants; the code is
        # kept with the place, so that no other can get its identity.
        self._known: dict[tuple[int, int, bool], tuple[WritePlace, types.CodeType]] = {}
        self._closures: dict[int, tuple[bool, types.CodeType]] = {}

    def place(self, frame: types.FrameType, node: object, *, contributes: bool) -> WritePlace:
        """The place of the write to an attribute of ``node`` that ``frame`` is executing."""
        code = frame.f_code
        key = (id(code), frame.f_lasti, contributes)
        known = self._known.get(key)
        if known is not None:
            return known[0]
        function = self.outermost(code)
        place = WritePlace(
            function=function,
            op=self._operation(code, function) if contributes else "",
            operand=_target_text(frame) or _name_of(node, frame),
            line=frame.f_lineno,
            contributes=contributes,
        )
        self._known[key] = (place, code)
        return place

    def _operation(self, code: types.CodeType, function: str) -> str:
        """The operation that a write belongs to; of a class of an operation, the class in lower case."""
        known = self._shape.operations.get(function)
        if known is not None or not self._shape.site_lines:
            return known or ""
        owner, _, _ = code.co_qualname.partition(_INNER)[0].rpartition(".")
        is_own = not owner or code.co_qualname.startswith(self._prefix)
        return function if is_own else owner.rpartition(".")[2].lower()

    def outermost(self, code: types.CodeType) -> str:
        """The outermost function around some code, without its class: ``__mul__`` for its closure."""
        return code.co_qualname.removeprefix(self._prefix).partition(_INNER)[0].rpartition(".")[2]

    def is_closure(self, code: types.CodeType) -> bool:
        """Whether some code is a function within an operation, and not within the sweep or the reset."""
        known = self._closures.get(id(code))
        if known is None:
            inner = _INNER in code.co_qualname.removeprefix(self._prefix)
            known = (inner and self.outermost(code) not in self._not_passing_on, code)
            self._closures[id(code)] = known
        return known[0]


def _target_text(frame: types.FrameType) -> str:
    """The text before the dot of the assigned attribute: ``self`` for ``self.grad += …``.

    The interpreter knows the columns of each instruction; for an assignment to an attribute they are those of its
    target. The line alone is not enough where it has two assignments, and comparing objects is not enough where
    ``x * x`` binds one node to two names.
    """
    number, _, start, end = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    line = linecache.getline(frame.f_code.co_filename, number or frame.f_lineno, frame.f_globals)
    target, _, attribute = line.encode()[start:end].decode(errors="replace").rpartition(".")
    return target if attribute.isidentifier() else ""


def _name_of(node: object, frame: types.FrameType) -> str:
    """A variable bound to the node, for an engine without source text; ``?`` where there is none."""
    variables: dict[str, Any] = frame.f_locals
    return next((name for name, value in variables.items() if value is node), "?")

"""Recording every write to a node's value and gradient, without changing a result."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import numbers
import os
import sys
import types
from collections.abc import Callable
from typing import Any, Self

from gradbreak.engine.closures import closure_code, source_of
from gradbreak.engine.places import PlaceFinder
from gradbreak.engine.recording import Content, RecordedWrite, Recording, WritePlace
from gradbreak.engine.shape import EngineShape
from gradbreak.errors import BadEngine

LIMIT = 2_000_000
"""Writes kept; a mutant that sweeps without end must not fill the memory."""

_CALLERS_OUTSIDE_SWEEPS = 3
"""Frames between a write and the closure, at most, where a test calls the closure by hand and no sweep is running."""

_UNSET = object()

_NOWHERE = WritePlace(function="", op="", operand="", line=0, contributes=False)
"""The place of every write where places were not asked for."""


_write_of = functools.partial(tuple.__new__, RecordedWrite)
"""A ``RecordedWrite`` from a tuple of its fields, in half the time of a call with them: a run makes millions."""


class Recorder:
    """Records while it is entered as a context manager.

    It replaces ``__setattr__`` of the node class and wraps the entry point to number the sweeps; both are restored on
    leaving. ``__setattr__`` sees plain attributes, ``__slots__`` and properties alike, and reading stays as fast as
    before. (Data descriptors were tried and rejected: they make every read a call, and miss the writes of an engine
    whose own ``__setattr__`` writes to ``__dict__``.) Activate a mutant before entering, because activation refuses a
    wrapped function.

    Nodes are numbered by first appearance, so an intact and a mutated run number them alike until the runs diverge. The
    recorder keeps nodes alive; otherwise a new node could get the address of an old one.

    Args:
        node_class: the class whose instances are nodes.
        shape: what its parts are called.
        with_places: find where in the engine each write is. Without it nothing counts as a contribution, and the
            recording is good only for its digest.
        with_sources: find for each contribution the node whose closure made it; costs some microseconds a write.
        limit: how many writes to keep.
    """

    def __init__(
        self,
        node_class: type,
        shape: EngineShape,
        *,
        with_places: bool = True,
        with_sources: bool = False,
        limit: int = LIMIT,
    ) -> None:
        self._has_method = callable(getattr(node_class, shape.entry_point, None))
        if not self._has_method and not shape.site_lines:
            raise BadEngine(
                f"{node_class.__name__} has no method {shape.entry_point}", "Correct entry_point in engine.toml"
            )
        self._class = node_class
        self._shape = shape
        self._with_places = with_places
        self._with_sources = with_sources
        self._limit = limit
        self._places = PlaceFinder(node_class, shape)
        self._writes: list[RecordedWrite] = []
        self._complete = True
        self._numbers: dict[int, int] = {}
        self._nodes: list[object] = []
        self._sweeps = 0
        self._depth = 0
        self._sweep_code: types.CodeType | None = None
        self._closures: dict[int, types.CodeType] = {}  # by identity; the code is kept alive with it
        self._setters = _setters_of(node_class)
        self._replaced: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._replace("__setattr__", self._recording_setattr(self._class.__setattr__))
        if self._has_method:
            self._replace(self._shape.entry_point, self._counting(getattr(self._class, self._shape.entry_point)))
        else:
            # A function of the module, which tests hold already and nobody can wrap: all is taken for one sweep.
            self._sweeps = self._depth = 1
        return self

    def __exit__(self, *_: object) -> None:
        for name, own in self._replaced.items():
            if own is _UNSET:
                delattr(self._class, name)
            else:
                setattr(self._class, name, own)
        self._replaced.clear()

    def recording(self) -> Recording:
        """What has been recorded so far."""
        return Recording(writes=tuple(self._writes), sweeps=self._sweeps, complete=self._complete)

    @property
    def nodes(self) -> tuple[object, ...]:
        """Every node that was seen, by its number."""
        return tuple(self._nodes)

    def number_of(self, node: object) -> int:
        """The node's number by first appearance; a node that was never seen appears now."""
        number = self._numbers.get(id(node))
        if number is None:
            number = self._numbers[id(node)] = len(self._nodes)
            self._nodes.append(node)
        return number

    def _replace(self, name: str, replacement: Callable[..., object]) -> None:
        self._replaced[name] = vars(self._class).get(name, _UNSET)
        setattr(self._class, name, replacement)

    def _counting(self, entry_point: Callable[..., object]) -> Callable[..., object]:
        def sweep(*args: object, **kwargs: object) -> object:
            self._depth += 1
            # A recursive engine calls its entry point for every node, and that is still one sweep.
            self._sweeps += self._depth == 1
            try:
                return entry_point(*args, **kwargs)
            finally:
                self._depth -= 1

        self._sweep_code = sweep.__code__
        return functools.update_wrapper(sweep, entry_point)

    def _recording_setattr(self, original: Callable[..., None]) -> Callable[[object, str, object], None]:
        gradient, closure = self._shape.gradient, self._shape.closure
        watched = frozenset({gradient, self._shape.value})

        if not self._with_places:
            return self._digesting_setattr(original, watched)

        def __setattr__(node: object, name: str, content: object) -> None:  # noqa: N807  # tracebacks show it
            if name in watched:
                before = getattr(node, name, _UNSET)
                original(node, name, content)
                # Read back and not taken from the argument: a property may convert what it is given.
                self._record(sys._getframe(1), node, name == gradient, before, getattr(node, name, _UNSET))
            else:
                if name == closure and (code := closure_code(content)) is not None:
                    self._closures[id(code)] = code
                original(node, name, content)

        return __setattr__

    def _digesting_setattr(
        self, original: Callable[..., None], watched: frozenset[str]
    ) -> Callable[[object, str, object], None]:
        """The same without places, which is half of the cost: it runs for every write of every surviving mutant."""
        gradient, writes = self._shape.gradient, self._writes

        def __setattr__(node: object, name: str, content: object) -> None:  # noqa: N807  # tracebacks show it
            if name not in watched:
                original(node, name, content)
                return
            before = getattr(node, name, _UNSET)
            original(node, name, content)
            if len(writes) >= self._limit:
                self._complete = False
                return
            sweep = self._sweeps if self._depth else 0
            contents = _content(before), _content(getattr(node, name, _UNSET))
            writes.append(_write_of((sweep, self.number_of(node), name == gradient, *contents, _NOWHERE, None)))

        return __setattr__

    def _record(self, frame: types.FrameType, node: object, is_gradient: bool, before: object, after: object) -> None:
        if len(self._writes) >= self._limit:
            self._complete = False
            return
        while (frame.f_code.co_name == "__setattr__" or id(frame.f_code) in self._setters) and frame.f_back is not None:
            frame = frame.f_back
        contributes = is_gradient and self._within_closure(frame)
        source = None
        if contributes and self._with_sources:
            found = source_of(frame, self._class, self._shape.closure, self._sweep_code)
            source = None if found is None else self.number_of(found)
        self._writes.append(
            RecordedWrite(
                self._sweeps if self._depth else 0,
                self.number_of(node),
                is_gradient,
                _content(before),
                _content(after),
                self._places.place(frame, node, contributes=contributes),
                source,
            )
        )

    def _at_site(self, frame: types.FrameType) -> bool:
        """Whether the writer, or a caller close above it, stands at a site."""
        above: types.FrameType | None = frame
        for _ in range(_CALLERS_OUTSIDE_SWEEPS):
            if above is None:
                return False
            if (_real(above.f_code.co_filename), above.f_lineno) in self._shape.site_lines:
                return True
            above = above.f_back
        return False

    def _within_closure(self, frame: types.FrameType) -> bool:
        """Whether a closure is at work: the writer itself, or a helper that a closure has called."""
        above: types.FrameType | None = frame
        if self._shape.site_lines:
            return self._at_site(frame)
        hops = 0
        while above is not None and above.f_code is not self._sweep_code:
            if id(above.f_code) in self._closures:
                return True
            # Nodes that were made before the recorder came have closures that it has not seen. Within
            # a sweep all code is the engine's, and there a function in an operation is one of those.
            if self._depth:
                if self._places.is_closure(above.f_code):
                    return True
            elif hops == _CALLERS_OUTSIDE_SWEEPS:
                return False
            above = above.f_back
            hops += 1
        return False


@functools.lru_cache(maxsize=1024)
def _real(path: str) -> str:
    return os.path.realpath(path)


def _content(content: object) -> Content:
    if type(content) is float:
        return content
    if content is _UNSET:
        return None
    if isinstance(content, numbers.Real):
        with contextlib.suppress(OverflowError):  # an endless int
            return float(content)
    # An array by its numbers, so that two that differ do not look alike.
    if callable(tobytes := getattr(content, "tobytes", None)) and hasattr(content, "shape"):
        if getattr(content, "size", 0) == 1 and hasattr(content, "item"):
            with contextlib.suppress(TypeError, ValueError):
                return float(content.item())
        return f"{type(content).__qualname__} {hashlib.sha256(tobytes()).hexdigest()[:16]}"
    # The type and not repr(), which runs code of an object that may be half made.
    return type(content).__qualname__


def _setters_of(node_class: type) -> dict[int, types.CodeType]:
    """The code of property setters, which stands between the engine's assignment and the attribute."""
    members = [member for owner in node_class.__mro__ for member in vars(owner).values()]
    setters = [member.fset for member in members if isinstance(member, property)]
    return {id(setter.__code__): setter.__code__ for setter in setters if isinstance(setter, types.FunctionType)}

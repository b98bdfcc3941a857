"""Sets that are iterated in a given order: that in which their elements were inserted, or the reverse of it.

Each is an ordinary set to whoever asks for its type. This module stands alone, so that its text can be run anywhere.
"""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self, TypeAlias

Place: TypeAlias = tuple[str, int]
"""A file, as its code names it, and a line counted from 1."""


class _StandInType(type):
    """The type of the stand-ins. An ordinary set is an instance of them too, as ``isinstance(x, set)`` expects."""

    _stands_for: type

    def __instancecheck__(cls, instance: object) -> bool:
        if "_stands_for" in vars(cls):
            return isinstance(instance, cls._stands_for)
        return super().__instancecheck__(instance)

    def __subclasscheck__(cls, subclass: type) -> bool:
        if "_stands_for" in vars(cls):
            return issubclass(subclass, cls._stands_for)
        return super().__subclasscheck__(subclass)


class _Ordered:
    """What both stand-ins share: the elements are also the keys of a dictionary, which keeps their order."""

    __slots__ = ()
    _keys: dict[Any, None]
    _place: Place
    _is_reversed: ClassVar[bool] = False
    _watcher: ClassVar[Watcher | None] = None

    def __iter__(self) -> Iterator[Any]:
        if self._watcher is not None:
            self._watcher.used(self)
        return reversed(self._keys) if self._is_reversed else iter(self._keys)

    def __repr__(self) -> str:
        elements = f"{{{', '.join(map(repr, self))}}}" if self._keys else ""
        return elements if elements and isinstance(self, set) else f"{type(self).__name__}({elements})"

    # A set that is made of others keeps the order of insertion: reversed once, and not twice.

    def _of(self, elements: Iterable[Any]) -> Self:
        return type(self)(elements)  # type: ignore[call-arg]  # each stand-in takes what its builtin takes

    def copy(self) -> Self:
        return self._of(self._keys)

    __copy__ = copy

    def union(self, *others: Iterable[Any]) -> Self:
        return self._of([*self._keys, *(each for other in others for each in other)])

    def intersection(self, *others: Iterable[Any]) -> Self:
        kept = [frozenset(other) for other in others]
        return self._of([each for each in self._keys if all(each in other for other in kept)])

    def difference(self, *others: Iterable[Any]) -> Self:
        left_out = frozenset(each for other in others for each in other)
        return self._of([each for each in self._keys if each not in left_out])

    def symmetric_difference(self, other: Iterable[Any]) -> Self:
        others = dict.fromkeys(other)
        mine = [each for each in self._keys if each not in others]
        return self._of([*mine, *(each for each in others if each not in self._keys)])

    def __or__(self, other: object) -> Self:
        return self.union(other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __and__(self, other: object) -> Self:
        return self.intersection(other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __sub__(self, other: object) -> Self:
        return self.difference(other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __xor__(self, other: object) -> Self:
        return self.symmetric_difference(other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __ror__(self, other: object) -> Self:
        return self._of(other) | self if isinstance(other, (set, frozenset)) else NotImplemented

    def __rand__(self, other: object) -> Self:
        return self._of(other) & self if isinstance(other, (set, frozenset)) else NotImplemented

    def __rsub__(self, other: object) -> Self:
        return self._of(other) - self if isinstance(other, (set, frozenset)) else NotImplemented

    def __rxor__(self, other: object) -> Self:
        return self._of(other) ^ self if isinstance(other, (set, frozenset)) else NotImplemented


class _OrderedSet(_Ordered, set[Any], metaclass=_StandInType):
    """An ordinary set to whoever asks for its type, its length, an element or a comparison."""

    __slots__ = ("_keys", "_place")

    def __init__(self, elements: Iterable[Any] = (), /) -> None:
        self._keys = dict.fromkeys(elements)
        super().__init__(self._keys)
        if self._watcher is not None:
            self._place = _place_of(sys._getframe(1))

    __hash__ = None  # as of any set that can be changed

    def add(self, element: Any, /) -> None:
        super().add(element)
        self._keys[element] = None

    def discard(self, element: Any, /) -> None:
        super().discard(element)
        self._keys.pop(element, None)

    def remove(self, element: Any, /) -> None:
        super().remove(element)
        del self._keys[element]

    def pop(self) -> Any:
        """Remove and return the element that iteration gives first."""
        if not self._keys:
            raise KeyError("pop from an empty set")
        first = next(iter(self))
        self.remove(first)
        return first

    def clear(self) -> None:
        super().clear()
        self._keys.clear()

    def update(self, *others: Iterable[Any]) -> None:
        for other in others:
            for element in list(other):
                self.add(element)

    def _become(self, elements: Iterable[Any]) -> None:
        kept = list(elements)
        self.clear()
        for element in kept:
            self.add(element)

    def intersection_update(self, *others: Iterable[Any]) -> None:
        self._become(self.intersection(*others)._keys)

    def difference_update(self, *others: Iterable[Any]) -> None:
        self._become(self.difference(*others)._keys)

    def symmetric_difference_update(self, other: Iterable[Any], /) -> None:
        self._become(self.symmetric_difference(other)._keys)

    def __ior__(self, other: object) -> Self:
        if not isinstance(other, (set, frozenset)):
            return NotImplemented
        self.update(other)
        return self

    def __iand__(self, other: object) -> Self:
        if not isinstance(other, (set, frozenset)):
            return NotImplemented
        self.intersection_update(other)
        return self

    def __isub__(self, other: object) -> Self:
        if not isinstance(other, (set, frozenset)):
            return NotImplemented
        self.difference_update(other)
        return self

    def __ixor__(self, other: object) -> Self:
        if not isinstance(other, (set, frozenset)):
            return NotImplemented
        self.symmetric_difference_update(other)
        return self


class _OrderedFrozenSet(_Ordered, frozenset[Any], metaclass=_StandInType):
    """An ordinary frozenset to whoever asks for its type, its hash, its length, an element or a comparison."""

    __slots__ = ("_keys", "_place")

    def __new__(cls, elements: Iterable[Any] = (), /) -> Self:
        keys = dict.fromkeys(elements)
        made = super().__new__(cls, keys)
        made._keys = keys
        if cls._watcher is not None:
            made._place = _place_of(sys._getframe(1))
        return made


def _place_of(frame: types.FrameType | None) -> Place:
    """Where a set is made: the nearest caller outside this module."""
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("", 0)


class Watcher:
    """Notes where the sets are made that are iterated, or popped from, while they have at least two elements."""

    def __init__(self) -> None:
        self._places: dict[Place, None] | None = None

    @contextlib.contextmanager
    def watching(self) -> Iterator[dict[Place, None]]:
        """Collect the places of what is used meanwhile, in the order of first use."""
        before, self._places = self._places, {}
        try:
            yield self._places
        finally:
            self._places = before

    def used(self, instance: _Ordered) -> None:
        """A set is iterated."""
        if self._places is not None and len(instance._keys) > 1:
            self._places[instance._place] = None


@contextlib.contextmanager
def iterated_in_reverse(kinds: Iterable[type]) -> Iterator[None]:
    """Meanwhile, sets of some stand-ins are iterated in reverse, those that were made before included.

    Args:
        kinds: stand-ins that are not reversed already.
    """
    ordered = [kind for kind in kinds if issubclass(kind, _Ordered)]
    for kind in ordered:
        kind._is_reversed = True
    try:
        yield
    finally:
        for kind in ordered:
            kind._is_reversed = False


def stand_ins(*, is_reversed: bool = False, watcher: Watcher | None = None) -> tuple[type, type]:
    """What stands for ``set``, and what for ``frozenset``.

    Args:
        is_reversed: they are iterated in the reverse of the order in which their elements were inserted.
        watcher: is told of each that is made or iterated.
    """
    common = {"_is_reversed": is_reversed, "_watcher": watcher}
    ordered = _StandInType("set", (_OrderedSet,), {**common, "__slots__": (), "_stands_for": set})
    frozen = _StandInType("frozenset", (_OrderedFrozenSet,), {**common, "__slots__": (), "_stands_for": frozenset})
    return ordered, frozen

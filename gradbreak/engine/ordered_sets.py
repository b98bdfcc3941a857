"""Sets that are iterated in a given order: by the age of their elements, or in the reverse of it.

The age of an element is when it was first put into any of these sets. Two elements keep their order in every set that
holds both, as by address, so that a set which is made by iterating another has the order of that set: insertion alone
would reverse what is reversed already. Numbers, texts and whatever takes no weak reference have no age; a set with one
of them is iterated in the order of insertion.

Each is an ordinary set to whoever asks for its type. This module stands alone, so that its text can be run anywhere.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
import os
import sys
import types
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar, Self, TypeAlias

Place: TypeAlias = tuple[str, int]
"""A file, as its code names it, and a line counted from 1."""

_OF_PYTHON = (sys._getframe().f_code.co_filename, str(Path(os.__file__).parent) + os.sep)
"""Where paths of code begin that makes sets for others: this module, and Python's own, such as ``copy``."""


class _Aged(weakref.ref[Any]):
    """A weak reference to an element that knows its age."""

    __slots__ = ("age", "key")
    age: int
    key: int


class _Ages:
    """The ages of all elements that still live."""

    def __init__(self) -> None:
        self._known: dict[int, _Aged] = {}
        self._next = itertools.count()

    def of(self, element: object) -> int | None:
        """When an element was first met; None where that cannot be kept."""
        key = id(element)
        known = self._known.get(key)
        if known is not None and known() is element:
            return known.age
        try:
            aged = _Aged(element, self._forget)
        except TypeError:
            return None
        aged.age, aged.key = next(self._next), key
        self._known[key] = aged
        return aged.age

    def _forget(self, aged: weakref.ref[Any]) -> None:
        assert isinstance(aged, _Aged)
        # The address may belong to a younger element already.
        if self._known.get(aged.key) is aged:
            del self._known[aged.key]


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


class _Keys(dict[Any, "int | None"]):
    """The elements of a set with their ages, in the order of insertion.

    Attributes:
        is_by_age: that order is the order of their ages too, or they have none.
    """

    __slots__ = ("_ages", "_last", "is_by_age")

    def __init__(self, ages: _Ages, elements: Iterable[Any]) -> None:
        super().__init__()
        self._ages = ages
        self._last: int | None = -1
        self.is_by_age = True
        # Those of another set in the order of insertion, and not as it is iterated: reversed once, and not twice.
        for element in _in_order_of_insertion(elements):
            self.insert(element)

    def insert(self, element: Any) -> None:
        """Add an element that may be there already."""
        if element in self:
            return
        age = self[element] = self._ages.of(element)
        if age is None or self._last is None:
            self._last = None
            self.is_by_age = True
        elif age < self._last:
            self.is_by_age = False
        else:
            self._last = age

    def clear(self) -> None:
        super().clear()
        self._last, self.is_by_age = -1, True

    def in_order(self, *, is_reversed: bool) -> Iterator[Any]:
        """The elements by age; in the order of insertion where some have none."""
        if self.is_by_age:
            return reversed(self) if is_reversed else iter(self)
        ordered = sorted(self, key=self.__getitem__, reverse=is_reversed)  # type: ignore[arg-type]  # all have an age
        return iter(ordered)


class _Ordered:
    """What both stand-ins share: the elements are also the keys of a dictionary, which keeps their order."""

    __slots__ = ()
    _keys: _Keys
    _place: Place
    _ages: ClassVar[_Ages]
    _made_of: ClassVar[Any]  # the stand-in itself: what an operation on a subclass gives, as with builtin sets
    _is_reversed: ClassVar[bool] = False
    _watcher: ClassVar[Watcher | None] = None

    def __iter__(self) -> Iterator[Any]:
        if self._watcher is not None:
            self._watcher.used(self)
        return self._keys.in_order(is_reversed=self._is_reversed)

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy is a stand-in; a pickle, which knows a class by its name, holds an ordinary set.
        return (frozenset if isinstance(self, frozenset) else set), (list(self._keys),)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self._of([copy.deepcopy(each, memo) for each in self._keys])

    def __repr__(self) -> str:
        elements = f"{{{', '.join(map(repr, self))}}}" if self._keys else ""
        return elements if elements and isinstance(self, set) else f"{type(self).__name__}({elements})"

    # A set that is made of others keeps the order of insertion: reversed once, and not twice.

    def _of(self, elements: Iterable[Any]) -> Self:
        return self._made_of(elements)  # type: ignore[no-any-return]  # a class that is made below

    def copy(self) -> Self:
        return type(self)(self._keys)  # type: ignore[call-arg]  # each stand-in takes what its builtin takes

    __copy__ = copy

    def union(self, *others: Iterable[Any]) -> Self:
        return self._of([*self._keys, *(each for other in others for each in _in_order_of_insertion(other))])

    def intersection(self, *others: Iterable[Any]) -> Self:
        kept = [frozenset(other) for other in others]
        return self._of([each for each in self._keys if all(each in other for other in kept)])

    def difference(self, *others: Iterable[Any]) -> Self:
        left_out = frozenset(each for other in others for each in other)
        return self._of([each for each in self._keys if each not in left_out])

    def symmetric_difference(self, other: Iterable[Any]) -> Self:
        others = dict.fromkeys(_in_order_of_insertion(other))
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
        self._keys = _Keys(self._ages, elements)
        super().__init__(self._keys)
        if self._watcher is not None:
            self._place = _place_of(sys._getframe(1))

    __hash__ = None  # as of any set that can be changed

    def add(self, element: Any, /) -> None:
        super().add(element)
        self._keys.insert(element)

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
            for element in list(_in_order_of_insertion(other)):
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
        keys = _Keys(cls._ages, elements)
        made = super().__new__(cls, keys)
        made._keys = keys
        if cls._watcher is not None:
            made._place = _place_of(sys._getframe(1))
        return made


def _in_order_of_insertion(elements: Iterable[Any]) -> Iterable[Any]:
    return elements._keys if isinstance(elements, _Ordered) else elements


def _place_of(frame: types.FrameType | None) -> Place:
    """Where a set is made: the nearest caller that makes none for others."""
    while frame is not None and frame.f_code.co_filename.startswith(_OF_PYTHON):
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
        is_reversed: they are iterated from the youngest element to the oldest.
        watcher: is told of each that is made or iterated.
    """
    common = {"_is_reversed": is_reversed, "_watcher": watcher, "_ages": _Ages()}
    ordered = _StandInType("set", (_OrderedSet,), {**common, "__slots__": (), "_stands_for": set})
    frozen = _StandInType("frozenset", (_OrderedFrozenSet,), {**common, "__slots__": (), "_stands_for": frozenset})
    for made in (ordered, frozen):
        made._made_of = made  # type: ignore[attr-defined]  # of the class that it is derived from
    return ordered, frozen

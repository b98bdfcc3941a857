"""The functions of a file that are alive in this process, whatever module name the file was imported under.

A change is put into them by exchanging code objects. A function is known by its file, its qualified name and the line
on which it begins, so decorated functions, properties, duplicates and lambdas are found as well as plain methods, and a
file that was imported twice is changed twice.
"""

from __future__ import annotations

import functools
import gc
import os
import types
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

CodeKey = tuple[str, int, int]
"""A function's qualified name, its first line, and its place among those that share both."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One exchange of a function's code, with what undoes it."""

    function: types.FunctionType
    before: types.CodeType

    def undo(self) -> None:
        """Give the function its former code."""
        self.function.__code__ = self.before


def live_functions(path: str) -> dict[tuple[str, int], list[types.FunctionType]]:
    """Every function object of this process whose code stands in a file, by qualified name and first line.

    It walks all objects that the garbage collector knows, which takes some milliseconds.

    Args:
        path: the file.
    """
    real = os.path.realpath(path)
    found: dict[tuple[str, int], list[types.FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is types.FunctionType and _real(thing.__code__.co_filename) == real:
            code = thing.__code__
            found[code.co_qualname, code.co_firstlineno].append(thing)
    return dict(found)


@functools.lru_cache(maxsize=4096)
def _real(path: str) -> str:
    return os.path.realpath(path)


def code_objects(code: types.CodeType) -> dict[CodeKey, types.CodeType]:
    """A code object and all within it."""
    found: dict[CodeKey, types.CodeType] = {}
    for inner in _walk(code):
        number = 0
        while (inner.co_qualname, inner.co_firstlineno, number) in found:
            number += 1
        found[inner.co_qualname, inner.co_firstlineno, number] = inner
    return found


def _walk(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _walk(constant)


@dataclass(frozen=True, slots=True)
class CodeChange:
    """The code of one function, before and after a change of its file.

    Attributes:
        before: as the file was.
        after: as it is now.
        is_alone: no other function of the file has its name and begins on its line.
    """

    before: types.CodeType
    after: types.CodeType
    is_alone: bool


def differing(before: types.CodeType, after: types.CodeType) -> dict[CodeKey, CodeChange] | None:
    """The code objects of a changed file that differ from those of the file as it was.

    A function within a function counts with the outer one, which makes it anew at every call, and by itself, because
    one may be alive already.

    Returns:
        The change by the function's key; None where the two files do not have the same functions, so that none can be
        exchanged for another.
    """
    old, new = code_objects(before), code_objects(after)
    if old.keys() != new.keys():
        return None
    return {
        (name, line, number): CodeChange(code, new[name, line, number], is_alone=(name, line, 1) not in old)
        for (name, line, number), code in old.items()
        if code != new[name, line, number]
    }


def exchange(
    functions: Mapping[tuple[str, int], list[types.FunctionType]], changed: Mapping[CodeKey, CodeChange]
) -> list[Swap]:
    """Give the live functions their changed code.

    Args:
        functions: those of the file.
        changed: the code objects before and after.

    Returns:
        What was exchanged, to be undone in reverse.
    """
    swaps = []
    for (name, line, _), change in changed.items():
        candidates = functions.get((name, line), [])
        for function in candidates if change.is_alone else made_from(change.before, candidates):
            if function.__code__.co_freevars == change.after.co_freevars:
                swaps.append(Swap(function, function.__code__))
                function.__code__ = change.after
    return swaps


def made_from(code: types.CodeType, candidates: Sequence[types.FunctionType]) -> list[types.FunctionType]:
    """Those functions of one name and one line that were made from a code object, or from its like.

    Two lambdas of one line share both, and differ in the columns that they stand in. A file that was compiled anew has
    other code objects in the same columns.

    Args:
        code: that of one of them, compiled from the same text.
        candidates: live functions of its name, on its line.
    """
    wanted = tuple(code.co_positions())
    return [each for each in candidates if tuple(each.__code__.co_positions()) == wanted]

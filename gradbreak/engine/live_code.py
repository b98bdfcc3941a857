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
from collections.abc import Iterator, Mapping
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


def differing(before: types.CodeType, after: types.CodeType) -> dict[CodeKey, types.CodeType] | None:
    """The code objects of a changed file that differ from those of the file as it was.

    A function within a function counts with the outer one, which makes it anew at every call, and by itself, because
    one may be alive already.

    Returns:
        The changed code by its key; None where the two files do not have the same functions, so that none can be
        exchanged for another.
    """
    old, new = code_objects(before), code_objects(after)
    if old.keys() != new.keys():
        return None
    return {key: new[key] for key, code in old.items() if code != new[key]}


def exchange(
    functions: Mapping[tuple[str, int], list[types.FunctionType]], changed: Mapping[CodeKey, types.CodeType]
) -> list[Swap]:
    """Give the live functions their changed code.

    Args:
        functions: those of the file.
        changed: the new code objects.

    Returns:
        What was exchanged, to be undone in reverse.
    """
    swaps = []
    for (name, line, _), code in changed.items():
        for function in functions.get((name, line), []):
            if function.__code__.co_freevars == code.co_freevars:
                swaps.append(Swap(function, function.__code__))
                function.__code__ = code
    return swaps

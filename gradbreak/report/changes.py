"""What a mutant changes, cut down to the tokens that differ, so that a diff can mark them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import unified_diff
from itertools import takewhile

from msgspec import Struct

from gradbreak.model import Mutant, Results

AROUND = 3
"""Lines of context of a diff."""

_TOKEN = re.compile(r"\w+|[^\w\s]+|\s+")


class SourceChange(Struct, frozen=True):
    """A stretch of the mutant's file and what stands there instead; lines and columns counted from 0.

    Attributes:
        line: where the stretch begins.
        column: where in that line, in characters.
        length: how many characters are taken out, line breaks included.
        text: what is put there.
    """

    line: int
    column: int
    length: int
    text: str


def narrowed(mutant: Mutant) -> SourceChange:
    """The least stretch of whole tokens that a mutant changes."""
    before, after = _TOKEN.findall(mutant.original), _TOKEN.findall(mutant.replacement)
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    skipped = "".join(before[:head])
    removed = "".join(before[head : len(before) - tail])
    start = mutant.location.start
    line, column = _advanced(start.line - 1, start.column - 1, skipped)
    return SourceChange(line, column, len(removed), "".join(after[head : len(after) - tail]))


def in_source_order(results: Results) -> tuple[Mutant, ...]:
    """A run's mutants by the line on which they change something: the order of every list on the page."""
    files = list(results.engine.files)
    return tuple(sorted(results.mutants, key=lambda mutant: (files.index(mutant.location.file), narrowed(mutant).line)))


def offset_of(change: SourceChange, text: str) -> int:
    """Where in its file a change begins, in characters."""
    return sum(len(line) + 1 for line in text.split("\n")[: change.line]) + change.column


def says_the_same(change: SourceChange, mutant: Mutant, text: str) -> bool:
    """Whether a change, applied to its file, gives the mutant's own diff.

    A page that draws its own diff has to be sure of it; for a mutant where this is not so, it shows the
    recorded diff as it is.
    """
    start = offset_of(change, text)
    mutated = text[:start] + change.text + text[start + change.length :]
    before, after = text.split("\n"), mutated.split("\n")
    # Only what is around the change: a diff of two whole files takes as long as the rest of a page's data.
    first, last = (
        max(0, change.line - AROUND),
        change.line + text.count("\n", start, start + change.length) + 1 + AROUND,
    )
    drawn = unified_diff(before[first:last], after[first : last + len(after) - len(before)], lineterm="")
    return _changed_lines(drawn) == _changed_lines(mutant.diff.split("\n"))


def _changed_lines(diff: Iterable[str]) -> list[str]:
    return [line.rstrip() for line in diff if line.startswith(("+", "-")) and not line.startswith(("+++ ", "--- "))]


def _shared(first: list[str], second: list[str]) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))))


def _advanced(line: int, column: int, text: str) -> tuple[int, int]:
    """Where a reader stands after ``text``."""
    breaks = text.count("\n")
    return (line + breaks, len(text) - text.rindex("\n") - 1) if breaks else (line, column + len(text))

"""A mutant as text: replacements in files."""

from __future__ import annotations

import difflib
import io
import itertools
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One replacement in a file.

    Attributes:
        file: the path relative to the root.
        start: the offset of the first character replaced, counted from 0.
        end: one past the last.
        replacement: the text instead.
    """

    file: str
    start: int
    end: int
    replacement: str


class OverlappingEditsError(ValueError):
    """Two edits change the same character, so they cannot be applied together."""


def are_apart(edits: Iterable[Edit]) -> bool:
    """Whether some edits can be applied together: no two of them change the same character."""
    ordered = sorted(edits)
    return all(one.file != next_.file or one.end <= next_.start for one, next_ in itertools.pairwise(ordered))


def by_file(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """The edits of each file, in the order in which files come up."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.file, []).append(edit)
    return found


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """``source`` with every edit applied; all offsets are into the original text.

    Raises:
        OverlappingEditsError: two of them change the same character.
    """
    parts = []
    position = 0
    for edit in sorted(edits):
        if edit.start < position:
            raise OverlappingEditsError(f"two edits of {edit.file} meet at offset {edit.start}")
        parts += [source[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*parts, source[position:]])


def unified_diff(file: str, before: str, after: str) -> str:
    """A unified diff with git's ``a/`` and ``b/`` prefixes, so that ``git apply`` and ``patch -p1`` take it."""
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
        # StringIO ends a line at \n and nowhere else, as git does.
        for line in difflib.unified_diff(list(io.StringIO(before)), list(io.StringIO(after)), f"a/{file}", f"b/{file}")
    )

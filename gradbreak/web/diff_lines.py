"""A unified diff, line by line, as HTML."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct

from gradbreak.web.highlighting import highlighted


class DiffLine(Struct, frozen=True):
    """One line: "removed", "added", "same", or "gap" between hunks; its sign; its code as HTML."""

    kind: str
    sign: str
    code: Markup


_KINDS = {"-": ("removed", "−"), "+": ("added", "+"), " ": ("same", "")}


@lru_cache(maxsize=256)  # a class misses the same few engines over and over, and highlighting is most of a page's time
def diff_lines(diff: str) -> tuple[DiffLine, ...]:
    """The lines of a diff without its headers; a gap stands for what two hunks leave out.

    Args:
        diff: in the unified format.
    """
    found: list[DiffLine] = []
    for line in diff.splitlines():
        if line.startswith(("--- ", "+++ ", "\\")):
            continue
        if line.startswith("@@"):
            if found:
                found.append(DiffLine("gap", "", Markup("")))
            continue
        kind, sign = _KINDS.get(line[:1], ("same", ""))
        found.append(DiffLine(kind, sign, Markup("").join(highlighted(line[1:]))))
    return tuple(found)

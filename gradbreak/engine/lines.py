"""Lines as Python counts them. ``str.splitlines`` also splits at form feeds and Unicode separators."""

from __future__ import annotations

import io
import itertools


def line_starts(text: str) -> list[int]:
    """The offset of the first character of each line, and the length of the text at the end."""
    # newline="" splits at \n, \r\n and \r, and keeps them as they are.
    return [0, *itertools.accumulate(len(line) for line in io.StringIO(text, newline=""))]

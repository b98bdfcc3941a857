"""Taking a change out of a text that was edited since, only where there is one way to do it.

The lines that the change made are looked for in the function of the same name, and must occur there exactly as often as
the change made them. The learner may have edited everything around them. A merge by longest common subsequence was
rejected: it guesses where the same line occurs many times, and the closures of an engine look alike.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.engine.lines import line_starts
from gradbreak.engine.spans import FunctionSpan, spans_of

_Lines = tuple[str, ...]
_MODULE = "the module, outside of functions"


class Merge(Struct, frozen=True, kw_only=True):
    """The result of taking a change out.

    Attributes:
        text: the edited text without the change; meaningless where something is unclear.
        unclear: the functions in which the change cannot be told from the edits, ``Node.__mul__``.
        unreadable: why the text can't be read, as in "is not valid Python (line 3)"; empty where it can.
    """

    text: str
    unclear: tuple[str, ...] = ()
    unreadable: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether there is one way to take the change out."""
        return not self.unclear and not self.unreadable


def take_out(original: str, edits: Sequence[Edit], current: str) -> Merge:
    """Take a change out of a text that was edited after it.

    Lines that the learner has put back by hand stay as they are.

    Args:
        original: the text before the change.
        edits: the change; what is outside of functions and methods cannot be taken out.
        current: the text now.
    """
    spans = spans_of(original)
    by_function: dict[str, list[Edit]] = {}
    for edit in edits:
        inside = [span for span in spans if span.start <= edit.start and edit.end <= span.end]
        by_function.setdefault(inside[0].qualified_name if inside else _MODULE, []).append(edit)
    try:
        now = spans_of(current)
    except (SyntaxError, ValueError) as error:  # the learner is in the middle of something
        line = error.lineno if isinstance(error, SyntaxError) else None
        return Merge(text=current, unreadable="is not valid Python" + (f" (line {line})" if line else ""))
    unclear = []
    replaced: list[tuple[FunctionSpan, str]] = []
    for name, changes in by_function.items():
        before, after = ([span for span in of if span.qualified_name == name] for of in (spans, now))
        text = None
        if len(before) == len(after) == 1:
            text = _without(_Function(original, before[0], changes), current[after[0].start : after[0].end])
        if text is None:
            unclear.append(name)
        else:
            replaced.append((after[0], text))
    for span, text in sorted(replaced, key=lambda pair: pair[0].start, reverse=True):
        current = current[: span.start] + text + current[span.end :]
    return Merge(text=current, unclear=tuple(unclear))


class _Function:
    """One function of the original text, and the stretches of its lines that the change replaces."""

    def __init__(self, text: str, span: FunctionSpan, edits: Iterable[Edit]) -> None:
        own = text[span.start : span.end]
        shifted = [_moved(edit, -span.start) for edit in edits]
        self.original = _lines(own)
        self.broken = _lines(apply_edits(own, shifted))
        self.stretches = list(_stretches(own, sorted(shifted)))


def _without(function: _Function, current: str) -> str | None:
    """The text of a function with the change taken out; None where that is not clear."""
    lines = _lines(current)
    for broken in dict.fromkeys(broken for _, broken in function.stretches):
        restored = {original for original, one in function.stretches if one == broken}
        if len(restored) > 1:
            return None
        (original,) = restored
        made = sum(one == broken for _, one in function.stretches)
        there = _places(lines, broken)
        taken = {place + offset for place in there for offset in range(len(broken))}
        put_back = [place for place in _places(lines, original) if place not in taken]
        # Every line of this kind must be accounted for: still broken, or as it was.
        if (
            len(_places(function.broken, broken)) != made
            or len(taken) != len(there) * len(broken)  # they overlap, so which is which?
            or len(there) + len(put_back) != len(_places(function.original, original))
        ):
            return None
        for place in reversed(there):
            lines = (*lines[:place], *original, *lines[place + len(broken) :])
    return "".join(lines)


def _stretches(text: str, edits: Sequence[Edit]) -> Iterator[tuple[_Lines, _Lines]]:
    """The whole lines that edits touch, before and after; edits that share a line are taken together."""
    starts = line_starts(text)
    waiting = list(edits)
    while waiting:
        first = bisect_right(starts, waiting[0].start) - 1
        end, together = starts[first], list[Edit]()
        while waiting and (not together or waiting[0].start < end):
            edit = waiting.pop(0)
            end = starts[min(bisect_left(starts, max(edit.end, edit.start + 1)), len(starts) - 1)]
            together.append(_moved(edit, -starts[first]))
        stretch = text[starts[first] : end]
        yield _lines(stretch), _lines(apply_edits(stretch, together))


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(file=edit.file, start=edit.start + by, end=edit.end + by, replacement=edit.replacement)


def _places(lines: _Lines, wanted: _Lines) -> list[int]:
    """Where a stretch of lines is found; places may overlap."""
    return [place for place in range(len(lines)) if lines[place : place + len(wanted)] == wanted]


def _lines(text: str) -> _Lines:
    return tuple(text[start:end] for start, end in pairwise(line_starts(text)))

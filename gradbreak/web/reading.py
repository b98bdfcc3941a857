"""What the break did to an example: which input shows it, and which of that input's contributions are lost."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence

from msgspec import Struct

from gradbreak.model import Example, Tape, Write


class GradientChange(enum.Enum):
    """What the break did to the input with the most contributions."""

    REPLACED = enum.auto()  # a write took the place of what earlier ones had left
    NOTHING = enum.auto()  # one write only, the same in both
    SAME = enum.auto()  # several writes, and the same end
    DIFFERENT = enum.auto()  # another end, and no single write that shows why


class Reading(Struct, frozen=True, kw_only=True):
    """An example, read.

    Attributes:
        focus: the input that receives the most contributions, the first of them; None where nothing is written.
        contributions: the writes to it on the engine as it is, in order.
        lost: how many of them the break drops, the first ones.
        change: what the break did to it.
        before: its gradient before the write that shows the change, or at the end where none does.
        after: its gradient after.
        landing: all writes that land on a gradient that is not 0.
        writes: how many writes the closures make in all.
    """

    focus: str | None
    contributions: tuple[Write, ...]
    lost: int
    change: GradientChange
    before: float
    after: float
    landing: tuple[Write, ...]
    writes: int


def read(example: Example) -> Reading:
    """Compare the intact and the broken sweep of an example."""
    focus = _most_written(example)
    intact, broken = contributions_to(example.intact, focus), contributions_to(example.broken, focus)
    replacing = _replacing(intact, broken)
    right = example.intact.gradients.get(focus or "", 0.0)
    wrong = example.broken.gradients.get(focus or "", 0.0)
    if replacing is not None:
        change, before, after = GradientChange.REPLACED, broken[replacing].before, broken[replacing].after
    elif right != wrong:
        change, before, after = GradientChange.DIFFERENT, right, wrong
    else:
        change = GradientChange.NOTHING if len(intact) == 1 else GradientChange.SAME
        before, after = intact[0].before if intact else 0.0, right
    everything = [write for write in example.intact.writes if write.source]
    return Reading(
        focus=focus,
        contributions=intact,
        lost=replacing or 0,
        change=change,
        before=before,
        after=after,
        landing=tuple(write for write in everything if write.before != 0),
        writes=len(everything),
    )


def contributions_to(tape: Tape, name: str | None) -> tuple[Write, ...]:
    """The writes that closures made to a node; setting the seed or a zero is no contribution."""
    return tuple(write for write in tape.writes if write.node == name and write.source)


def values_held(tape: Tape, name: str) -> tuple[float, ...]:
    """Every value that an input's gradient held, the first before any contribution."""
    writes = contributions_to(tape, name)
    return (writes[0].before, *(write.after for write in writes)) if writes else (tape.gradients.get(name, 0.0),)


def _most_written(example: Example) -> str | None:
    counts = {name: len(contributions_to(example.intact, name)) for name in example.inputs}
    most = max(counts.values(), default=0)
    return next((name for name, count in counts.items() if count == most), None) if most else None


def _replacing(intact: Sequence[Write], broken: Sequence[Write]) -> int | None:
    """The index of the last broken write that put its contribution in place of earlier ones; None without one."""
    found = None
    for index, (right, wrong) in enumerate(zip(intact, broken, strict=False)):
        if wrong.before != 0 and right.after != wrong.after and math.isclose(wrong.after, right.after - right.before):
            found = index
    return found

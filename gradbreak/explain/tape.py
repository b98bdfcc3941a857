"""A test's writes on the intact engine and on a mutant, side by side around the first difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from gradbreak.engine.comparing import first_difference, has_effect, same
from gradbreak.engine.recording import Content, RecordedWrite
from gradbreak.engine.shape import EngineShape
from gradbreak.model import Tape, Write
from gradbreak.run.node_names import NodeNames
from gradbreak.run.recording import RecordedTest
from gradbreak.trace.compare import Effect, Step, compare

BEFORE = 6
"""Writes shown above the first difference."""

SHOWN = 12
"""Rows in all."""

LOOKED_AT = 60
"""How many writes from the first difference on are compared. Where the runs diverge, a gap may be long."""


class Change(Struct, frozen=True, kw_only=True):
    """What a write did.

    Attributes:
        before: what the attribute held; None where it was unset.
        after: what it holds now. A text is the name of a type, ``nan`` or ``inf``, for which JSON has no number.
    """

    before: Content
    after: Content


class Row(Struct, frozen=True, kw_only=True):
    """One write, or two that correspond.

    Attributes:
        site: where in the engine, or in the test.
        target: what is written to, ``a.grad``.
        intact: by the engine as it is; None where only the mutant writes.
        mutated: by the mutant; None where it does not.
        effect: how they differ; empty where they do not.
    """

    site: str
    target: str
    intact: Change | None
    mutated: Change | None
    effect: Effect | Literal[""]


class TapeComparison(Struct, frozen=True, kw_only=True):
    """The part of two tapes that a person wants to see.

    Attributes:
        rows: in order.
        first: the index of the first row that differs; None where none does.
        above: writes before the rows; they are the same in both.
        below: writes after them, on the engine as it is and on the mutant.
        complete: both recordings go to the end of the test.
        ran_out: the mutant did not end in time.
    """

    rows: tuple[Row, ...]
    first: int | None
    above: int
    below: tuple[int, int]
    complete: bool
    ran_out: bool


def side_by_side(intact: RecordedTest, mutated: RecordedTest, shape: EngineShape) -> TapeComparison:
    """Compare two recordings of one test.

    Args:
        intact: on the engine as it is.
        mutated: on the mutant.
        shape: what the engine's parts are called.
    """
    left = [write for write in intact.recording.writes if not _is_idle(write)]
    right = [write for write in mutated.recording.writes if not _is_idle(write)]
    first = first_difference(left, right)
    above = max(0, first - BEFORE) if first is not None else 0
    names = NodeNames(intact, mutated)
    until = first + LOOKED_AT if first is not None else above + SHOWN
    pairs = _Pairs(shape, names, left[above:until], right[above:until])
    rows = pairs.rows()[:SHOWN]
    return TapeComparison(
        rows=tuple(rows),
        first=next((index for index, row in enumerate(rows) if row.effect), None),
        above=above,
        below=(
            len(left) - above - sum(row.intact is not None for row in rows),
            len(right) - above - sum(row.mutated is not None for row in rows),
        ),
        complete=intact.recording.complete and mutated.recording.complete and not mutated.ran_out,
        ran_out=mutated.ran_out,
    )


def _is_idle(write: RecordedWrite) -> bool:
    """Whether a write sets a gradient to 0 for the first time or changes nothing. Such writes are most of a tape."""
    return not has_effect(write) or (write.is_gradient and write.before is None and write.after == 0)


class _Pairs:
    """Pairs the writes of two recordings, each under its node's name."""

    def __init__(
        self, shape: EngineShape, names: NodeNames, left: Sequence[RecordedWrite], right: Sequence[RecordedWrite]
    ) -> None:
        self._shape = shape
        self._made: dict[int, tuple[Write, RecordedWrite]] = {}
        intact = tuple(self._write(write, names.of_intact) for write in left)
        mutated = tuple(self._write(write, names.of_mutated) for write in right)
        empty = dict[str, float]()
        self._steps = compare(Tape(writes=intact, gradients=empty), Tape(writes=mutated, gradients=empty)).steps

    def rows(self) -> list[Row]:
        return [self._row(step) for step in self._steps]

    def _write(self, recorded: RecordedWrite, name_of: Callable[[int], str]) -> Write:
        name = name_of(recorded.node)
        contributes = recorded.place.contributes
        write = Write(
            sweep=recorded.sweep,
            step=len(self._made) + 1,
            site=recorded.place.site,
            # A value is no term of a sum: under a name of its own it stays out of the gradients' account.
            node=name if recorded.is_gradient else f"{name}.{self._shape.value}",
            before=_as_float(recorded.before),
            after=_as_float(recorded.after),
            line=recorded.place.line,
            source=name_of(recorded.source) if contributes and recorded.source is not None else "",
        )
        self._made[id(write)] = (write, recorded)
        return write

    def _row(self, step: Step) -> Row:
        left, right = (self._made[id(write)][1] if write else None for write in (step.intact, step.broken))
        either = step.either
        is_gradient = self._made[id(either)][1].is_gradient
        return Row(
            site=either.site,
            target=f"{_attribute_owner(either.node)}.{self._shape.gradient}" if is_gradient else either.node,
            intact=_change(left),
            mutated=_change(right),
            effect=self._effect(step, left, right, is_gradient),
        )

    def _effect(
        self, step: Step, left: RecordedWrite | None, right: RecordedWrite | None, is_gradient: bool
    ) -> Effect | Literal[""]:
        if left is None or right is None:
            return step.effect
        if same(left.before, right.before) and same(left.after, right.after):
            return ""
        return step.effect if is_gradient and step.effect is not Effect.SAME else Effect.OTHER_VALUE


def _attribute_owner(name: str) -> str:
    return f"({name})" if name[0].isdigit() else name


def _as_float(content: Content) -> float:
    return content if isinstance(content, float) else math.nan


def _change(write: RecordedWrite | None) -> Change | None:
    return None if write is None else Change(before=_plain(write.before), after=_plain(write.after))


def _plain(content: Content) -> Content:
    return str(content) if isinstance(content, float) and not math.isfinite(content) else content

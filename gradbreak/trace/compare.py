"""An intact sweep beside a broken one: which writes differ, how, and which terms of which sums are lost."""

from __future__ import annotations

import difflib
import enum
import math
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gradbreak.engine.comparing import same
from gradbreak.model import Tape, Write


class Effect(enum.StrEnum):
    """What became of a write under the change; ``gradbreak.texts.trace.EffectWords`` has the words of each language."""

    SAME = "the same"
    REPLACED = "replaced, not added"
    SUBTRACTED = "subtracted, not added"
    FOLLOWS = "follows from an earlier difference"
    WRONG_TERM = "another term"
    MISSING = "never written"
    EXTRA = "written only by the broken engine"
    OTHER_VALUE = "another value"  # of something that is no sum of terms; ``compare`` itself never says it


class Step(Struct, frozen=True, kw_only=True):
    """One write of the intact sweep and the one of the broken sweep that corresponds to it.

    Attributes:
        intact: the write of the engine as it is; None for an extra one.
        broken: the write of the broken engine; None for a missing one.
        effect: how they differ.
    """

    intact: Write | None
    broken: Write | None
    effect: Effect

    @property
    def either(self) -> Write:
        """The intact write, or the broken one where there is no other."""
        write = self.intact or self.broken
        assert write is not None
        return write

    @property
    def says_something(self) -> bool:
        """Whether to show it: resetting a 0 to 0 says nothing."""
        write = self.either
        return bool(write.source) or self.effect is not Effect.SAME or write.before != write.after


class Loss(Struct, frozen=True, kw_only=True):
    """A term of the sum over paths that is missing from a gradient.

    Attributes:
        node: the node whose gradient lacks it.
        through: the node whose closure contributed it.
        term: what it was on the intact engine.
    """

    node: str
    through: str
    term: float


class Comparison(Struct, frozen=True, kw_only=True):
    """Both sweeps, write by write.

    Attributes:
        steps: every write of either, in order.
        losses: the terms that are lost, in the order in which they were.
        lost_at: for each loss the index of the step that contributed the term, and of the step that lost it.
    """

    steps: tuple[Step, ...]
    losses: tuple[Loss, ...]
    lost_at: tuple[tuple[int, int], ...] = ()

    @property
    def first_difference(self) -> Step | None:
        """The first write that differs, or None where all are the same."""
        return next((step for step in self.steps if step.effect is not Effect.SAME), None)


def compare(intact: Tape, broken: Tape) -> Comparison:
    """Put the writes of two sweeps side by side and say what became of each.

    Whether a term was added or put in the place of others can be seen only where the gradient was not
    0 before. A term is the source's gradient times a local derivative (Griewank & Walther, chapter 3),
    so where the source's gradient is wrong already, the term to expect is the intact one in the same
    proportion; what a closure does is judged apart from what it was handed.
    """
    steps: list[Step] = []
    lost: list[tuple[Loss, int, int]] = []
    terms: dict[str, list[tuple[Loss, int]]] = {}
    reached: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for index, (right, wrong) in enumerate(_pairs(intact.writes, broken.writes)):
        effect = _effect(right, wrong, _proportion(right, *reached))
        steps.append(Step(intact=right, broken=wrong, effect=effect))
        if right is not None and right.source:
            here = terms.setdefault(right.node, [])
            own = Loss(node=right.node, through=right.source, term=right.after - right.before)
            if effect is Effect.MISSING:
                lost.append((own, index, index))
            else:
                if effect is Effect.REPLACED:
                    lost.extend((earlier, contributed, index) for earlier, contributed in here)
                    here.clear()
                here.append((own, index))
        for write, gradients in zip((right, wrong), reached, strict=True):
            if write is not None:
                gradients[write.node] = write.after
    return Comparison(
        steps=tuple(steps),
        losses=tuple(loss for loss, _, _ in lost),
        lost_at=tuple((contributed, index) for _, contributed, index in lost),
    )


def _pairs(intact: Sequence[Write], broken: Sequence[Write]) -> Iterator[tuple[Write | None, Write | None]]:
    left, right = [_key(write) for write in intact], [_key(write) for write in broken]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(intact[i:i_end], broken[j:j_end], strict=True)
        else:
            yield from ((write, None) for write in intact[i:i_end])
            yield from ((None, write) for write in broken[j:j_end])


def _key(write: Write) -> tuple[int, str, str, str]:
    return write.sweep, write.site, write.node, write.source


def _proportion(write: Write | None, intact: dict[str, float], broken: dict[str, float]) -> float:
    """The broken gradient of the write's source, as a multiple of the intact one."""
    if write is None or not intact.get(write.source):
        return 1.0
    return broken.get(write.source, 0.0) / intact[write.source]


def _effect(right: Write | None, wrong: Write | None, proportion: float) -> Effect:
    if wrong is None:
        return Effect.MISSING
    if right is None:
        return Effect.EXTRA
    if same(right.before, wrong.before) and same(right.after, wrong.after):
        return Effect.SAME
    term = (right.after - right.before) * proportion
    added = wrong.after - wrong.before
    if _is_close(added, term):
        return Effect.FOLLOWS
    if _is_close(wrong.after, term):
        return Effect.REPLACED
    if _is_close(added, -term):
        return Effect.SUBTRACTED
    return Effect.WRONG_TERM


def _is_close(one: float, other: float) -> bool:
    # The absolute tolerance is for terms that cancel; gradients of a lesson are of ordinary size.
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)

"""What a recorder saw: every write to a value or a gradient, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Content: TypeAlias = float | str | None
"""What an attribute held: a number; for anything else the name of its type; None where it was unset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePlace:
    """Where in the engine a write stands.

    Attributes:
        function: the outermost function or method, without its class: ``__mul__``.
        op: for the closure of an operation, the operation's name, ``mul``; otherwise empty.
        operand: the written variable as the source spells it, ``self``.
        line: counted from 1.
        contributes: a node's closure, or something that it calls, passes a gradient on here; a seed and a reset
            don't contribute.
    """

    function: str
    op: str
    operand: str
    line: int
    contributes: bool

    @property
    def site(self) -> str:
        """``mul.self`` in a closure, the function's name elsewhere."""
        if not self.contributes:
            return self.function
        return f"{self.op or self.function}.{self.operand}"


class RecordedWrite(NamedTuple):
    """One write.

    There may be hundreds of thousands, and making a frozen dataclass takes several times as long as a tuple.

    Attributes:
        sweep: which call of the entry point, counted from 1; 0 outside.
        node: the node's number by first appearance, counted from 0.
        is_gradient: it is the gradient that was written, and otherwise the value.
        before: what the attribute held.
        after: what it holds now.
        place: where in the engine, or in a test.
        source: the number of the node whose closure wrote; None outside closures, or where it was not looked for.
    """

    sweep: int
    node: int
    is_gradient: bool
    before: Content
    after: Content
    place: WritePlace
    source: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Every write while a recorder was entered.

    Attributes:
        writes: in order.
        sweeps: how many calls of the entry point there were, nested ones not counted.
        complete: False where the limit was reached and later writes are missing.
    """

    writes: tuple[RecordedWrite, ...]
    sweeps: int
    complete: bool

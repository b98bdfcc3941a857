"""Mutants, the families they fall into, and the breaks that combine them."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from msgspec import Struct


class Position(Struct, frozen=True, order=True):
    """A place in a text file.

    Attributes:
        line: counted from 1.
        column: counted from 1, in characters.
    """

    line: int
    column: int


class Location(Struct, frozen=True):
    """A stretch of a source file.

    Attributes:
        file: the path relative to the project's root, with forward slashes.
        start: the first character.
        end: one past the last character.
    """

    file: str
    start: Position
    end: Position


class Family(Struct, frozen=True):
    """What a group of mutants does to the engine.

    Attributes:
        id: the key used in results, for example ``accumulation``.
        title: the heading that a report shows.
        symbol: the change in a few characters, for example ``+= → =``; may be empty.
        meaning: one sentence for a learner.
    """

    id: str
    title: str
    symbol: str
    meaning: str


def place_name(op: str, operand: str | None) -> str:
    """``mul.self`` for a change at a site, ``mul`` elsewhere."""
    return op if operand is None else f"{op}.{operand}"


def mutant_title(place: str, change: str) -> str:
    """A mutant's title: where it is and what it changes. Two blanks part them, so that lists of titles line up."""
    return f"{place}  {change}"


class Mutant(Struct, frozen=True, kw_only=True):
    """One first-order mutant: the engine with one stretch of its text replaced.

    Attributes:
        id: mutmut's own name, so that ``mutmut show ID`` works on it.
        title: a name for people, for example ``mul.self  += → =``; unique within a run.
        family: the id of a family.
        op: the operation the change is in (``mul``), or the function's name outside operations.
        operand: for a change at a site, the operand whose gradient is written; otherwise None.
        operator: the mutation operator, for example ``augmented-to-plain``.
        function: the qualified name of the outermost function or method, ``Node.__mul__``.
        location: the stretch that is replaced.
        original: the text there.
        replacement: the text instead.
        diff: a unified diff of the file, with paths relative to the root.
        equivalent: why no test can tell it from the original, where it is judged equivalent; else None.
    """

    id: str
    title: str
    family: str
    op: str
    operand: str | None
    operator: str
    function: str
    location: Location
    original: str
    replacement: str
    diff: str
    equivalent: str | None = None

    @property
    def place(self) -> str:
        """Where the change is: ``mul.self`` at a site, ``mul`` elsewhere."""
        return place_name(self.op, self.operand)

    @property
    def site(self) -> str | None:
        """The name of the site that the change is at; None elsewhere."""
        return None if self.operand is None else self.place

    @property
    def change(self) -> str:
        """What the title says is changed, without the place: ``+= → =``."""
        return self.title.removeprefix(self.place).strip()

    @property
    def label(self) -> str:
        """The title in running text, with one blank between words."""
        return " ".join(self.title.split())


class InvalidMutant(Struct, frozen=True, kw_only=True):
    """A mutant that is no Python, so that no test can run on it. It counts nowhere.

    Attributes:
        id: mutmut's own name.
        function: the qualified name of the outermost function or method.
        location: the stretch that is replaced.
        original: the text there.
        replacement: the text instead.
        reason: what the interpreter says.
    """

    id: str
    function: str
    location: Location
    original: str
    replacement: str
    reason: str

    @property
    def label(self) -> str:
        """Where it is and what it changes, in one line."""
        change = " ".join(f"{self.original} → {self.replacement}".split())
        return f"{self.function}, line {self.location.start.line}: {change}"


class BreakKind(enum.StrEnum):
    """How the members of a break were chosen."""

    CANONICAL = "canonical"
    PER_OP = "per-op"
    PARTIAL = "partial"


class Break(Struct, frozen=True, kw_only=True):
    """A named higher-order mutant: several mutants applied at once.

    Attributes:
        id: the name, ``canonical`` or ``op:mul``.
        title: a name for people.
        kind: how its members were chosen.
        members: the ids of the mutants it applies; their stretches never overlap.
        diff: a unified diff of every file it changes.
    """

    id: str
    title: str
    kind: BreakKind
    members: tuple[str, ...]
    diff: str

    @property
    def place(self) -> str:
        """What stands where a mutant's place does: the id."""
        return self.id

    @property
    def change(self) -> str:
        """What stands where a mutant's change does: the title."""
        return self.title

    @property
    def label(self) -> str:
        """The title in running text, with one blank between words."""
        return " ".join(self.title.split())


def canonical_break(breaks: Iterable[Break]) -> Break | None:
    """The break that the lesson is about; None where there is none."""
    return next((each for each in breaks if each.kind is BreakKind.CANONICAL), None)

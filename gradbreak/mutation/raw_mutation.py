"""One mutation as it was made: where it is and what it changes. It needs no parser, unlike what makes it."""

from __future__ import annotations

from msgspec import Struct

from gradbreak.model import Location

REPLACING = "augmented-to-plain"
"""The operator that turns an accumulation into a plain assignment."""


class SitePart(Struct, frozen=True):
    """The accumulating write that a mutation changes, whole or in part.

    Attributes:
        operand: the variable whose gradient is written, as it is spelt.
        whole: the mutation is of the write itself and not of something inside it.
    """

    operand: str
    whole: bool


class RawMutation(Struct, frozen=True, kw_only=True):
    """What mutmut or our own operator would change, before it is named and classified.

    Attributes:
        id: mutmut's name of the mutant, or ours where mutmut makes none.
        function: the qualified name of the outermost function or method.
        class_name: the class it is in, or None for a function of the module.
        operator: the mutation operator.
        location: the stretch that is replaced.
        start, end: the same as offsets into the file's text.
        original, replacement: the text there, and the text instead.
        statement: the text of the statement around it; of a compound statement, its header.
        in_closure: it is inside a function that is defined within the outermost function.
        site: the accumulating write that it is, or is part of.
        lines: the first and last line that must run for the mutant to be reached, counted from 1.
    """

    id: str
    function: str
    class_name: str | None
    operator: str
    location: Location
    start: int
    end: int
    original: str
    replacement: str
    statement: str
    in_closure: bool
    site: SitePart | None
    lines: tuple[int, int]

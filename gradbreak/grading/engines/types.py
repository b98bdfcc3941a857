"""An engine as a complete text, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from gradbreak.grading.grade_types import BrokenEngine

Text: TypeAlias = Mapping[str, str]
"""A whole engine: file relative to the root → text."""


class CorrectEngine(Struct, frozen=True, kw_only=True):
    """An engine on which every valid test passes.

    Attributes:
        name: ``reference``, ``decoy``, ``decoy:reversed`` or a control's name.
        independent_of: what a test that fails on it depends on and must not, as the end of the sentence
            "it depends on …"; empty for the reference.
        text: the engine.
    """

    name: str
    independent_of: str
    text: Text


class BrokenText(Struct, frozen=True, kw_only=True):
    """One broken behaviour, written in two ways.

    Attributes:
        ids: of the broken engines that have it. An operation with a single site has the same break twice:
            as an operation and as a site.
        plain: as mutmut writes it, ``T = G``.
        disguised: the same behaviour with an in-place add.
        after: the id of the broken engine that must be noticed before this one can earn anything, if there is one.
    """

    ids: tuple[str, ...]
    plain: Text
    disguised: Text
    after: str | None = None


class Engines(Struct, frozen=True, kw_only=True):
    """Everything that one submission is tried on.

    Attributes:
        reference: the engine as it is.
        controls: the other correct ones but the decoys, in the order of the configuration.
        decoys: the correct ones that look like disguised broken ones: one for each order of the operands that
            broken engines have.
        broken: what levels are made of, from the easiest level to the hardest, in the order of the source.
        texts: their texts, each once.
        sha256: of the engine's files, in the order of the configuration, as hexadecimal digits.
    """

    reference: CorrectEngine
    controls: tuple[CorrectEngine, ...]
    decoys: tuple[CorrectEngine, ...]
    broken: tuple[BrokenEngine, ...]
    texts: tuple[BrokenText, ...]
    sha256: str

    @property
    def correct(self) -> tuple[CorrectEngine, ...]:
        """All on which a valid test passes; a test that fails on several is told of the first."""
        return (self.reference, *self.controls, *self.decoys)

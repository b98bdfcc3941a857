"""An engine as a complete text, and what is known of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from gradbreak.grading.engines.forms import Disguise
from gradbreak.grading.model import BrokenEngine

Text: TypeAlias = Mapping[str, str]
"""A whole engine: file relative to the root → text."""


class CorrectEngine(Struct, frozen=True, kw_only=True):
    """An engine on which every valid test passes.

    Attributes:
        name: ``reference``, a decoy's or a control's name.
        independent_of: what a test that fails on it depends on and must not, as the end of the sentence
            "it depends on …"; empty for the reference.
        text: the engine; of a decoy, one of the ways to write it.
        disguise: all the ways, of a decoy.
    """

    name: str
    independent_of: str
    text: Text
    disguise: Disguise | None = None

    def text_for_a_run(self, chance: random.Random) -> Text:
        """The engine: a decoy looks different in each run, as a disguised broken engine does."""
        return self.text if self.disguise is None else self.disguise.text(chance)


class Target(Struct, frozen=True, kw_only=True):
    """One broken behaviour, written in two ways.

    Attributes:
        ids: of the broken engines that have it. An operation with a single site has the same break twice:
            as an operation and as a site.
        plain: as mutmut writes it, ``T = G``.
        disguised: the same behaviour in forms that correct engines have too.
        after: the id of the broken engine that must be noticed before this one can earn anything, if there is one.
    """

    ids: tuple[str, ...]
    plain: Text
    disguised: Disguise
    after: str | None = None


class Engines(Struct, frozen=True, kw_only=True):
    """Everything that one submission is tried on.

    Attributes:
        reference: the engine as it is.
        controls: the other correct ones but the decoys, in the order of the configuration.
        decoys: the correct ones that look like disguised broken ones: for each order of the operands that broken
            engines have, one in which all writes look broken and one in which some do.
        broken: what levels are made of, from the easiest level to the hardest, in the order of the source.
        targets: the distinct behaviours of ``broken``, each once.
        sha256: of the engine's files, in the order of the configuration, as hexadecimal digits.
    """

    reference: CorrectEngine
    controls: tuple[CorrectEngine, ...]
    decoys: tuple[CorrectEngine, ...]
    broken: tuple[BrokenEngine, ...]
    targets: tuple[Target, ...]
    sha256: str

    @property
    def correct(self) -> tuple[CorrectEngine, ...]:
        """All on which a valid test passes; a test that fails on several is told of the first."""
        return (self.reference, *self.controls, *self.decoys)

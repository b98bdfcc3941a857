"""Engines as complete texts, and what is known about them."""

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
        independent_of: what a valid test must not depend on, but a test that fails here does: the end of the sentence
            "it depends on …"; empty for the reference.
        text: the engine; for a decoy, one of the ways to write it.
        disguise: for a decoy, all the ways to write it.
    """

    name: str
    independent_of: str
    text: Text
    disguise: Disguise | None = None

    def text_for_a_run(self, chance: random.Random) -> Text:
        """The text for one run. A decoy looks different in each run, like a disguised broken engine."""
        return self.text if self.disguise is None else self.disguise.text(chance)


class Target(Struct, frozen=True, kw_only=True):
    """One broken behaviour for tests to catch, written in two ways.

    Attributes:
        ids: the ids of the broken engines with this behaviour. An operation with a single site is broken in the same
            way as an operation and as a site.
        plain: as mutmut writes it, ``T = G``.
        disguised: the same behaviour in forms that correct engines also have.
        after: the id of a broken engine that must be caught before this one can earn anything; None for most.
    """

    ids: tuple[str, ...]
    plain: Text
    disguised: Disguise
    after: str | None = None


class Engines(Struct, frozen=True, kw_only=True):
    """All engines that a submission is tried on.

    Attributes:
        reference: the engine as it is.
        controls: the other correct ones but the decoys, in the order of the configuration.
        decoys: the correct ones that look like disguised broken ones: for each order of the operands that broken
            engines have, one in which all writes look broken and one in which some do.
        broken: the engines of the levels, from the easiest level to the hardest, in the order of the source.
        targets: the distinct behaviours of ``broken``, each once.
        telling: the reference, changed so that a test says what its first sweep wrote; None where tests are not
            explained.
        sha256: of the engine's files, in the order of the configuration, as hexadecimal digits.
    """

    reference: CorrectEngine
    controls: tuple[CorrectEngine, ...]
    decoys: tuple[CorrectEngine, ...]
    broken: tuple[BrokenEngine, ...]
    targets: tuple[Target, ...]
    telling: Text | None = None
    sha256: str

    @property
    def correct(self) -> tuple[CorrectEngine, ...]:
        """All engines on which a valid test passes. If a test fails on several, the reason names the first."""
        return (self.reference, *self.controls, *self.decoys)

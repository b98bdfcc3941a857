"""Engines as complete texts and as code, and what is known about them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from gradbreak.grading.engines.disguise import compiled_files
from gradbreak.grading.engines.forced_sets import SetOrder
from gradbreak.grading.engines.forms import Disguise
from gradbreak.grading.model import BrokenEngine

Text: TypeAlias = Mapping[str, str]
"""A whole engine: file relative to the root → text."""

Code: TypeAlias = Mapping[str, bytes]
"""A whole engine: file relative to the root → marshalled code object. This is all that a run is given of it."""


class CorrectEngine(Struct, frozen=True, kw_only=True):
    """An engine on which every valid test passes.

    Attributes:
        name: ``reference``, a decoy's or a control's name.
        independent_of: what a valid test must not depend on, but a test that fails here does: the end of the sentence
            "it depends on …"; empty for the reference.
        text: the engine; for a decoy, without its disguise.
        disguise: for a decoy, the form that it is run in.
        sets: the order that its sets are forced into; None where they are left alone.
    """

    name: str
    independent_of: str
    text: Text
    disguise: Disguise | None = None
    sets: SetOrder | None = None

    def code_for_a_run(self, chance: random.Random) -> Code:
        """The code for one run. A decoy differs from run to run, like a broken engine."""
        if self.disguise is not None:
            return self.disguise.code(chance)
        return compiled_files(self.text, self.sets)


class Target(Struct, frozen=True, kw_only=True):
    """One broken behaviour for tests to catch.

    Attributes:
        ids: the ids of the broken engines with this behaviour. An operation with a single site is broken in the same
            way as an operation and as a site.
        plain: as mutmut writes it, ``T = G``. No test is run on this, because its looks would give it away.
        disguise: the same behaviour in the form that the decoys have too.
        partner: the name of the decoy with the same order of operands.
        after: the id of a broken engine that must be caught before this one can earn anything; None for most.
    """

    ids: tuple[str, ...]
    plain: Text
    disguise: Disguise
    partner: str
    after: str | None = None

    def code_for_a_run(self, chance: random.Random) -> Code:
        """The code for one run, with new conditions."""
        return self.disguise.code(chance)


class Engines(Struct, frozen=True, kw_only=True):
    """All engines that a submission is tried on.

    Attributes:
        reference: the engine as it is.
        controls: the other correct ones but the decoys, in the order of the configuration.
        decoys: the correct ones in the disguise of broken ones: one for each order of the operands that broken engines
            have.
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

    def partner_of(self, target: Target) -> CorrectEngine:
        """The correct engine that a target's runs are paired with."""
        return next(decoy for decoy in self.decoys if decoy.name == target.partner)

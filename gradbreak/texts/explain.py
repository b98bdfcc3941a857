"""What ``gradbreak explain`` says about one mutant."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class KilledWords(Section, frozen=True):
    """How a test noticed; see ``gradbreak.model.Status``."""

    killed: str
    error: str
    timeout: str
    crashed: str
    depends_on_order: str


class SurvivedWords(Section, frozen=True):
    """Why a test passed on the mutant; see ``gradbreak.model.Reason``."""

    unreached: str
    unchanged: str
    unnoticed: str
    unmeasured: str


class BasisWords(Section, frozen=True):
    """What confirms the numbers of a killing test; see ``gradbreak.explain.oracle.Basis``."""

    dual: str
    differences: str
    plain: str
    engine: str


class OutcomeWords(Section, frozen=True):
    """What a killing test meets on the mutant."""

    differs: str
    raises: str
    shows: str
    nothing: str
    strange: str
    endless: str


class ExplainTexts(Catalogue, frozen=True):
    """Every sentence of an explanation in one language."""

    FILE: ClassVar[str] = "explain.toml"

    # the phases
    recording: str
    searching: str
    searching_all: str

    # the heading
    break_of_kind: str

    # the ladder
    suite: str
    tests: str
    reached: str
    changed: str
    noticed: str
    unmeasured: str
    unreached_by_all: str

    # the test that is followed
    says_most: str
    climbed: str
    climbed_without_a_change: str
    nothing_recorded: str
    outside_its_file: str

    # its writes
    no_writes: str
    written_by: str
    to: str
    intact: str
    mutant: str
    above: str
    below: str
    below_differs: str
    writes_one: str
    writes_many: str
    nothing_differs: str
    not_ending: str
    not_recorded: str

    # the test that kills it
    equivalent: str
    not_found: str
    withheld: str
    found: str
    confirmed: str

    killed: KilledWords
    survived: SurvivedWords
    bases: BasisWords
    outcomes: OutcomeWords

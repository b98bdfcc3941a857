"""What ``gradbreak check`` says about an engine."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class OperandWords(Section, frozen=True):
    """Whose gradient a statement writes; see ``gradbreak.check.fault_explanation.FaultExplanation``."""

    left: str
    right: str
    only: str


class FaultWords(Section, frozen=True):
    """What an engine behaves like; see ``RepairKind`` and ``SweepFault`` in ``gradbreak.engine``."""

    assigns: str
    assigns_everywhere: str
    sign: str
    owner: str
    closure: str
    surplus: str
    derivative: str
    value: str
    order: str
    seed: str
    missing: str
    operation: str
    pre_order: str
    breadth_first: str
    every_visit: str
    breadth_first_every_visit: str
    reset_inside: str
    no_seed: str
    only_result: str
    sweep: str


class RepeatedWords(Section, frozen=True):
    """What a second sweep does; see ``gradbreak.check.behaviour.Repeated``."""

    adds_up: str
    counts_again: str
    starts_anew: str
    refuses: str
    differs: str
    unknown: str


class ResetWords(Section, frozen=True):
    """What the reset does; see ``gradbreak.check.behaviour.Reset``."""

    clears: str
    forgets: str
    absent: str


class DepthWords(Section, frozen=True):
    """How a graph of many nodes ended; see ``gradbreak.check.behaviour.Depth``."""

    right: str
    wrong: str
    recursion: str
    slow: str
    raised: str
    ended: str


class NoteWords(Section, frozen=True):
    """What the verdict does not cover; see ``gradbreak.check.checking.NoteKind``."""

    no_numbers: str
    passes_nothing: str
    random: str
    renamed: str
    not_written: str
    by_name: str
    not_judged: str
    single_precision: str


class CheckTexts(Catalogue, frozen=True):
    """Every sentence of a check in one language."""

    FILE: ClassVar[str] = "check.toml"

    right: str
    wrong: str
    wrong_unjudged: str
    gradient: str
    value: str
    raised: str
    nothing: str
    at: str
    unusable: str
    dual: str
    differences: str
    and_others: str
    all_right_with: str
    alternatives: str
    together: str
    unexplained: str
    two_sweeps: str
    two_results: str
    reset: str
    depth: str
    not_covered: str
    operand: OperandWords
    fault: FaultWords
    repeated: RepeatedWords
    resets: ResetWords
    depths: DepthWords
    notes: NoteWords

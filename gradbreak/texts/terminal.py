"""What the commands say that have no catalogue of their own: run, report, mutants, show and break."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class Phases(Section, frozen=True):
    """What a run is doing; see ``gradbreak.run.lifecycle.Phase``."""

    baseline: str
    traces: str
    matrix: str
    first_differences: str
    analysis: str
    left: str  # before a time
    breaks_judged: str
    kills: str
    seconds: str
    minutes: str


class SummaryTexts(Section, frozen=True):
    """The table of suites and the sentences under it."""

    decimal: str
    percent: str
    of: str

    suite: str
    tests: str
    lines: str
    branches: str
    other: str
    breaks: str

    blind_none: str
    blind_some: str
    blind_none_uncovered: str
    blind_some_uncovered: str
    complete_one: str
    complete_many: str
    survivor: str
    survivors: str
    all_killed: str
    all_killed_or_equivalent: str
    unordered: str
    repeated: str
    repeated_line: str
    depends_one: str
    depends: str
    fix: str
    set_aside_one: str
    set_aside: str
    set_aside_more: str
    skipped_one: str
    skipped: str
    invalid_one: str
    invalid: str

    size: str
    report: str


class WatchTexts(Section, frozen=True):
    """``gradbreak run --watch``."""

    watching: str
    killed_now: str
    survived_now: str
    more: str
    same: str


class MutantList(Section, frozen=True):
    """``gradbreak mutants`` and ``gradbreak show``."""

    equivalent: str
    break_: str
    does: str
    mutants: str
    why_equivalent: str


class ConditionWords(Section, frozen=True):
    """How a file is now; see ``gradbreak.workcopy.Condition``."""

    broken: str
    edited: str
    original: str
    missing: str


class RevertWords(Section, frozen=True):
    """What became of a file; see ``gradbreak.workcopy.RevertOutcome``."""

    untouched: str
    restored: str
    merged: str
    kept_mine: str
    kept_original: str


class WorkingCopy(Section, frozen=True):
    """``gradbreak break``."""

    applied: str
    line: str
    lines: str
    run_tests: str
    none_applied: str
    nothing_left: str
    taken_out: str
    forgotten: str
    other_version: str
    conditions: ConditionWords
    outcomes: RevertWords


class TerminalTexts(Catalogue, frozen=True):
    """Every sentence of these commands in one language."""

    FILE: ClassVar[str] = "terminal.toml"

    phases: Phases
    summary: SummaryTexts
    watch: WatchTexts
    mutants: MutantList
    break_: WorkingCopy

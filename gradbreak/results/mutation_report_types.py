"""The part of the mutation-testing report schema that we write, as types: its names in snake case.

Field names become camel case when written, and absent values are left out. The schema's own words
say what each field means: https://github.com/stryker-mutator/mutation-testing-elements.
"""

from __future__ import annotations

import enum

from msgspec import UNSET, Struct, UnsetType

from gradbreak.model import Position


class MutantStatus(enum.StrEnum):
    """The verdicts of that schema which we give."""

    KILLED = "Killed"
    SURVIVED = "Survived"
    NO_COVERAGE = "NoCoverage"
    TIMEOUT = "Timeout"
    IGNORED = "Ignored"


class Span(Struct, frozen=True):
    """A stretch of a file: both ends count from 1, and ``end`` is one past the last character.

    Attributes:
        start: the first character.
        end: absent where only the beginning is known, which the schema allows for tests.
    """

    start: Position
    end: Position | UnsetType = UNSET


class ReportedMutant(Struct, frozen=True, kw_only=True, rename="camel"):
    """One mutant; only the fields that their names do not explain are listed.

    Attributes:
        covered_by: the ids of the tests that ran the mutated code.
        killed_by: the ids of all tests that detected it, not only the first.
        tests_completed: how many tests were run on it.
        static: whether it was loaded once, before any test.
    """

    id: str
    mutator_name: str
    description: str
    location: Span
    replacement: str
    status: MutantStatus
    status_reason: str | UnsetType = UNSET
    covered_by: tuple[str, ...]
    killed_by: tuple[str, ...]
    tests_completed: int
    static: bool


class ReportedFile(Struct, frozen=True, kw_only=True):
    """A mutated file with its whole source."""

    language: str
    source: str
    mutants: tuple[ReportedMutant, ...]


class ReportedTest(Struct, frozen=True, kw_only=True):
    """One test; its id is its number in the run, counted from 0."""

    id: str
    name: str
    location: Span


class ReportedTestFile(Struct, frozen=True):
    """The tests of a file; results hold no sources of tests, and the schema does not ask for them."""

    tests: tuple[ReportedTest, ...]


class Thresholds(Struct, frozen=True):
    """Percent of mutants killed from which a viewer shows green (``high``), and below which red (``low``)."""

    high: int
    low: int


class Framework(Struct, frozen=True, kw_only=True):
    """What made the report, and with which releases of what."""

    name: str
    version: str
    dependencies: dict[str, str]


class Performance(Struct, frozen=True, kw_only=True, rename="camel"):
    """Wall time of the phases, in milliseconds."""

    setup: float
    initial_run: float
    mutation: float


class MutationReport(Struct, frozen=True, kw_only=True, rename="camel"):
    """The whole file."""

    schema_version: str
    thresholds: Thresholds
    framework: Framework
    config: dict[str, dict[str, str]]
    performance: Performance | UnsetType = UNSET
    files: dict[str, ReportedFile]
    test_files: dict[str, ReportedTestFile]

"""Runs of a submission's tests: what the grader asks an examiner for, and what it gets back."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from gradbreak.grading.model.grade import IsolationKind
from gradbreak.grading.model.submission import FileProblem


class TestOrder(enum.StrEnum):
    """The order in which the tests of a run are executed."""

    __test__ = False

    WRITTEN = "written"
    REVERSED = "reversed"


class RunRequest(Struct, frozen=True, kw_only=True):
    """A request for one run of tests on one engine. Nothing in it says which engine that is.

    Attributes:
        engine: the engine: file relative to the root → marshalled code object, compiled under that name.
        tests: the ids of the tests to run; None for all.
        order: in which order.
    """

    engine: Mapping[str, bytes]
    tests: tuple[str, ...] | None = None
    order: TestOrder = TestOrder.WRITTEN


class TestOutcome(enum.StrEnum):
    """The outcome of one test in one run."""

    __test__ = False

    PASSED = "passed"
    FAILED = "failed"  # an assertion, or any other exception, in the test or its fixtures
    SKIPPED = "skipped"  # an expected failure too
    TIMEOUT = "timeout"  # over its time or memory on the clock or the processor
    ENDED = "ended"  # its process ended before it did, so it has no verdict


class TestRecord(Struct, frozen=True, kw_only=True):
    """One test of one run.

    Attributes:
        test: its id: the path relative to the submission, ``::`` and the name, as pytest writes it.
        outcome: its outcome.
        message: the exception's name and the first line of its message, where it failed; at most 300 characters.
        seconds: wall time on an idle machine, without the time in which the test waits for a processor.
    """

    __test__ = False

    test: str
    outcome: TestOutcome
    message: str = ""
    seconds: float = 0.0


class RunResult(Struct, frozen=True, kw_only=True):
    """The result of one run.

    Attributes:
        tests: one record for each test that was requested, in no particular order. A run of all tests has one for
            each test that was collected.
        problems: files that could not be collected.
        damage: why the records cannot be trusted or nothing could be collected; empty where the run is sound.
        seconds: wall time of the whole run, like that of a test.
    """

    tests: tuple[TestRecord, ...]
    problems: tuple[FileProblem, ...]
    damage: str = ""
    seconds: float = 0.0


class Examiner(Protocol):
    """Runs one submission's tests. Each run is a fresh process that keeps nothing of earlier ones."""

    @property
    def isolation(self) -> IsolationKind:
        """Where the tests run."""

    def run(self, run: RunRequest) -> RunResult:
        """Run tests on an engine. This returns within the run's limits, whatever the student's code does."""

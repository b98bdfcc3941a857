"""What the grader asks of the process that runs a student's tests, and what it hears back."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from gradbreak.grading.model.grade import IsolationKind
from gradbreak.grading.model.submission import FileProblem


class TestOrder(enum.StrEnum):
    """In which order the tests of a run are executed."""

    __test__ = False

    WRITTEN = "written"
    REVERSED = "reversed"


class RunRequest(Struct, frozen=True, kw_only=True):
    """One run of a submission's tests on one engine; nothing in it says which engine that is.

    Attributes:
        engine: the engine: file relative to the root → text.
        tests: the ids of the tests to run; None for all.
        order: in which order.
    """

    engine: Mapping[str, str]
    tests: tuple[str, ...] | None = None
    order: TestOrder = TestOrder.WRITTEN


class TestOutcome(enum.StrEnum):
    """What came of one test in one run."""

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
        outcome: what came of it.
        message: the exception's name and the first line of its message, where it failed; at most 300 characters.
        seconds: wall time.
    """

    __test__ = False

    test: str
    outcome: TestOutcome
    message: str = ""
    seconds: float = 0.0


class RunResult(Struct, frozen=True, kw_only=True):
    """What came of one run.

    Attributes:
        tests: each test that was to run, once, in no special order. A run on all tests has one for each
            that was collected.
        problems: files that could not be collected.
        damage: why the run's records cannot be trusted, or nothing could be collected; empty where all is well.
    """

    tests: tuple[TestRecord, ...]
    problems: tuple[FileProblem, ...]
    damage: str = ""


class Examiner(Protocol):
    """Runs one submission's tests, each run in a fresh process that keeps nothing of the one before."""

    @property
    def isolation(self) -> IsolationKind:
        """What the tests run in."""

    def run(self, run: RunRequest) -> RunResult:
        """Run tests on an engine; whatever the student's code does, this returns within the run's limits."""

"""The result of one test on one mutant, with what the failing assertion said."""

from __future__ import annotations

import enum

from msgspec import Struct


class Status(enum.StrEnum):
    """The verdict of one test on one mutant."""

    KILLED = "killed"  # an assertion failed
    SURVIVED = "survived"  # the mutated code ran, and the test passed
    TIMEOUT = "timeout"  # the test ran past its limit
    ERROR = "error"  # an exception that is not an assertion ended the test
    CRASHED = "crashed"  # the process ended without a verdict
    NOT_REACHED = "not_reached"  # the test does not run the mutated code; no cell of a run says so
    DEPENDS_ON_ORDER = "depends_on_order"  # it fails under one order of the engine's sets and passes under another


DETECTED = frozenset({Status.KILLED, Status.TIMEOUT, Status.ERROR, Status.CRASHED})
"""The verdicts that count as a kill, as in mutmut: the test did not pass. What depends on an order is no kill."""


class Order(enum.StrEnum):
    """How the sets of an engine are iterated where that is forced."""

    FORWARDS = "forwards"  # as the elements were inserted
    REVERSED = "reversed"  # the last inserted first


class FailureKind(enum.StrEnum):
    """What made a test fail."""

    ASSERTION = "assertion"
    EXCEPTION = "exception"


class Failure(Struct, frozen=True, kw_only=True):
    """Why a test did not pass.

    Attributes:
        kind: an assertion, or another exception.
        exception: the exception's class name.
        message: what it said, with addresses blanked so that two runs agree.
        file: the test file, relative to the root; empty where no line of it is on the stack.
        line: the line there, counted from 1, or 0.
        statement: that line's text, stripped.
    """

    kind: FailureKind
    exception: str
    message: str
    file: str
    line: int
    statement: str


class Reason(enum.StrEnum):
    """Why a mutant survived a test: the rungs of reach, infect and propagate, and reveal, that it did not pass."""

    UNREACHED = "unreached"  # not reached: the test never ran the mutated code; no cell of a run says so
    UNCHANGED = "unchanged"  # not infected: it ran, and every recorded write was the same
    UNNOTICED = "unnoticed"  # not revealed: a write differed, and no assertion failed


class Cell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One test on one mutant that it reaches.

    Attributes:
        mutant: the id of a mutant, or of a break.
        test: the id of a test.
        status: the verdict.
        failure: why the test did not pass; None where it passed, hung or took the process down.
        reason: why the mutant survived, where that was measured.
        killed_under: the order under which the test fails, where the verdict depends on it.
    """

    mutant: str
    test: str
    status: Status
    failure: Failure | None = None
    reason: Reason | None = None
    killed_under: Order | None = None

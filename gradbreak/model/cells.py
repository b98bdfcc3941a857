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
    DEPENDS_ON_ORDER = "depends_on_order"  # it fails under one order of the engine's sweep and passes under another


DETECTED = frozenset({Status.KILLED, Status.TIMEOUT, Status.ERROR, Status.CRASHED})
"""The verdicts that count as a kill, as in mutmut: the test did not pass. What depends on an order is no kill."""


class Order(enum.StrEnum):
    """Where the order of an engine's sweep differs between processes, the order under which a test is run."""

    FORWARDS = "forwards"  # sets are iterated from the oldest element to the youngest
    REVERSED = "reversed"  # from the youngest to the oldest
    # Where the order cannot be forced: whatever it comes to in a process of its own.
    PROCESS_1 = "in process 1"
    PROCESS_2 = "in process 2"
    PROCESS_3 = "in process 3"
    PROCESS_4 = "in process 4"
    PROCESS_5 = "in process 5"
    PROCESS_6 = "in process 6"
    PROCESS_7 = "in process 7"
    PROCESS_8 = "in process 8"

    @property
    def is_forced(self) -> bool:
        """Whether the engine's sets are iterated in a given order."""
        return self in FORCED

    @property
    def seed(self) -> int:
        """What the process starts from: the seed of its hashes, and of the addresses that its objects get."""
        return 0 if self.is_forced else int(self.removeprefix("in process "))


FORCED = (Order.FORWARDS, Order.REVERSED)
"""The orders that every process repeats."""

PROCESSES = tuple(order for order in Order if order not in FORCED)
"""One order for each process in which verdicts are repeated. Where two nodes come either way round with equal chance,
all of them agree by a chance of 1 in 128."""


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

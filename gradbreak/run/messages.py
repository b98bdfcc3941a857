"""The messages between a run and its worker processes, one JSON document a line."""

from __future__ import annotations

import enum

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.engine.edits import Edit
from gradbreak.model import Count, Failure, Order
from gradbreak.testing.outcome import Outcome

IMPORT = "import"
"""The coverage.py context in which the engine is imported, before any test file is."""

COLLECT = "collect:"
"""Prefix of the coverage.py context of a file's collection; the file's name follows."""


class RecordingMode(enum.StrEnum):
    """Whether a job also runs its tests with their writes recorded."""

    NONE = "none"
    COMPARE = "compare"  # those that passed, once more, to compare their writes with those of the engine as it is
    MEASURE = "measure"  # the same, and count contributions
    FULL = "full"  # every test, before its verdict, for a person to read


class Task(Struct, frozen=True, kw_only=True):
    """The first line to a worker: what it is for.

    Attributes:
        config: the project.
        paths: the folders or files to collect, relative to the root.
        measure: run the tests in this process under coverage measurement, then end; otherwise run
            the jobs that follow until the input ends.
        activate: what to change in the engine before anything is collected.
        order: that of the engine's sweeps; None where it is the same in every process.
        jobs: how many children may run side by side.
    """

    config: Config
    paths: tuple[str, ...]
    measure: bool = False
    activate: tuple[Edit, ...] = ()
    order: Order | None = None
    jobs: int = 1

    @property
    def forces_order(self) -> bool:
        """Whether the engine's sets are iterated in a given order."""
        return self.order is not None and self.order.is_forced


class MutantJob(Struct, frozen=True, kw_only=True):
    """One mutant and the tests to run on it.

    Attributes:
        id: comes back with every verdict.
        edits: what to change in the engine; nothing where the worker was started changed.
        tests: the tests' node ids, in the order in which to run them.
        seconds: for each of them, the CPU seconds it may take.
        recording: whether to record what the tests write.
        draws: record what the properties among them draw, for later jobs; of a job on the engine as it is.
        at_once: send each verdict as it comes, so that a test that ends its process is known by name.
    """

    id: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    seconds: tuple[float, ...]
    recording: RecordingMode = RecordingMode.NONE
    draws: bool = False
    at_once: bool = False


class Batch(Struct, frozen=True):
    """A later line to a worker that does not measure: jobs to run. It answers ``BatchDone`` after the last."""

    mutant_jobs: tuple[MutantJob, ...]


class FoundTest(Struct, frozen=True, kw_only=True):
    """A test as pytest collected it; the line counts from 1."""

    id: str
    name: str
    file: str
    line: int


class Problem(Struct, frozen=True, kw_only=True):
    """Something that could not be collected or imported.

    Attributes:
        file: the test file, relative to the root; empty where it is the engine.
        line: counted from 1, or 0 where it is not known.
        message: one line.
        next_step: what to do about it, where that is known.
    """

    file: str
    line: int
    message: str
    next_step: str = ""


class LeftOutFile(Struct, frozen=True, kw_only=True):
    """A test file from which nothing was collected, although nothing is wrong with it.

    Attributes:
        file: relative to the root.
        is_skipped: it skips itself; otherwise it needs a module that is not installed.
        reason: one line.
    """

    file: str
    is_skipped: bool
    reason: str


class Collected(Struct, frozen=True, kw_only=True, tag=True):
    """From the worker, once: what there is to run."""

    tests: tuple[FoundTest, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOutFile, ...] = ()


class Verdict(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """From the worker: one test of one job has ended.

    Attributes:
        job: the job's id; empty while measuring.
        test: the node id.
        outcome: what came of it.
        failure: the reason, where it failed.
        seconds: wall time, where the worker measures.
    """

    job: str
    test: str
    outcome: Outcome
    failure: Failure | None = None
    seconds: float = 0.0


class Recorded(Struct, frozen=True, kw_only=True, tag=True):
    """From the worker: a summary of what a test wrote that had passed.

    Attributes:
        job: the job's id.
        test: the node id.
        digest: a fingerprint of every write, the same for two runs that wrote the same; None where there were
            more than are recorded.
        contributions, contributions_over_sweeps, lands_on_nonzero, over_sweeps: see ``gradbreak.model.Test``.
    """

    job: str
    test: str
    digest: str | None
    contributions: int | None
    contributions_over_sweeps: int | None
    lands_on_nonzero: bool | None
    over_sweeps: bool | None


class FullRecording(Struct, frozen=True, kw_only=True, tag=True):
    """From the worker: everything that a test wrote.

    Attributes:
        job: the job's id.
        test: the node id.
        content: see ``gradbreak.run.recording``.
    """

    job: str
    test: str
    content: bytes


class Drawn(Struct, frozen=True, kw_only=True, tag=True):
    """From a child to its worker, and no further: what a property drew.

    Attributes:
        test: the node id.
        draws: see ``gradbreak.testing.draws``.
    """

    test: str
    draws: bytes


class JobDone(Struct, frozen=True, tag=True):
    """From the worker: every test of a job has its verdict."""

    job: str


class BatchDone(Struct, frozen=True, tag=True):
    """From the worker: every job of the batch is done."""


class IsolatedResult(Struct, frozen=True, kw_only=True, tag=True):
    """From a measuring worker, for each test: what it does in a process that runs no other.

    Attributes:
        test: the node id.
        outcome: what came of it.
        failure: the reason, where it failed.
        lines: file relative to the root → lines run.
    """

    test: str
    outcome: Outcome
    failure: Failure | None = None
    lines: dict[str, tuple[int, ...]]

    @property
    def ended(self) -> bool:
        """Whether it came to an end of its own, so that it can be run among others."""
        return self.outcome not in (Outcome.CRASHED, Outcome.TIMEOUT)


class Measured(Struct, frozen=True, kw_only=True, tag=True):
    """From a measuring worker, at the end: what ran.

    Attributes:
        lines: context → file relative to the root → lines run. A context is a test's node id,
            ``collect:`` and a file, or empty.
        coverage: file → (statements, branches).
        files: the project's files that the tests consist of, import and read, other than the engine's,
            relative to the root; pytest's configuration among them.
    """

    lines: dict[str, dict[str, tuple[int, ...]]]
    coverage: dict[str, tuple[Count, Count]]
    files: tuple[str, ...]


Event = Collected | Verdict | Recorded | FullRecording | JobDone | BatchDone | IsolatedResult | Measured

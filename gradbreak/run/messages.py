"""What the driver and its worker processes tell each other, one JSON document a line."""

from __future__ import annotations

import enum

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.engine.edits import Edit
from gradbreak.model import Count, Failure
from gradbreak.testing.outcome import Outcome

COLLECT = "collect:"
"""Before the name of a file: the context in which coverage.py books what runs while it is collected."""


class Watch(enum.StrEnum):
    """Whether tests are run once more with their writes recorded; those that passed, unless it says otherwise."""

    NOT = "not"
    COMPARE = "compare"  # to compare what they write with what they write unmutated
    MEASURE = "measure"  # and to count contributions
    RECORD = "record"  # before its verdict, whatever that will be, for a person to read


class Task(Struct, frozen=True, kw_only=True):
    """The first line to a worker: what it is for.

    Attributes:
        config: the project.
        paths: the folders or files to collect, relative to the root.
        measure: run the tests in this process under coverage measurement, then end; otherwise serve
            units until the input ends.
        activate: what to change in the engine before anything is collected.
        jobs: how many children may run side by side.
    """

    config: Config
    paths: tuple[str, ...]
    measure: bool = False
    activate: tuple[Edit, ...] = ()
    jobs: int = 1


class Unit(Struct, frozen=True, kw_only=True):
    """One mutant and the tests to run on it.

    Attributes:
        id: comes back with every verdict.
        edits: what to change in the engine; nothing where the worker was started changed.
        tests: the tests' node ids, in the order in which to run them.
        seconds: for each of them, the CPU seconds it may take.
        watch: what to do with the tests that passed, after all verdicts.
        at_once: send each verdict as it comes, so that a test that ends its process is known by name.
    """

    id: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    seconds: tuple[float, ...]
    watch: Watch = Watch.NOT
    at_once: bool = False


class Batch(Struct, frozen=True):
    """A line to a serving worker: units to run; the worker says ``BatchDone`` after the last."""

    units: tuple[Unit, ...]


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


class Collected(Struct, frozen=True, kw_only=True, tag=True):
    """From the worker, once: what there is to run."""

    tests: tuple[FoundTest, ...]
    problems: tuple[Problem, ...]


class Verdict(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """From the worker: one test of one unit has ended.

    Attributes:
        unit: the unit's id; empty while measuring.
        test: the node id.
        outcome: what came of it.
        failure: the reason, where it failed.
        seconds: wall time, where the worker measures.
    """

    unit: str
    test: str
    outcome: Outcome
    failure: Failure | None = None
    seconds: float = 0.0


class Watched(Struct, frozen=True, kw_only=True, tag=True):
    """From the worker: what a test that passed has written.

    Attributes:
        unit: the unit's id.
        test: the node id.
        digest: a fingerprint of every write, the same for two runs that wrote the same; None where there were
            more than are recorded.
        contributions, contributions_over_sweeps, lands_on_nonzero, over_sweeps: see ``gradbreak.model.Test``.
    """

    unit: str
    test: str
    digest: str | None
    contributions: int | None
    contributions_over_sweeps: int | None
    lands_on_nonzero: bool | None
    over_sweeps: bool | None


class Recorded(Struct, frozen=True, kw_only=True, tag=True):
    """From the worker: everything that a test wrote.

    Attributes:
        unit: the unit's id.
        test: the node id.
        content: see ``gradbreak.run.recorded_test``.
    """

    unit: str
    test: str
    content: bytes


class UnitDone(Struct, frozen=True, tag=True):
    """From the worker: every test of a unit has its verdict."""

    unit: str


class BatchDone(Struct, frozen=True, tag=True):
    """From the worker: every unit of the batch is done."""


class Alone(Struct, frozen=True, kw_only=True, tag=True):
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


Event = Collected | Verdict | Watched | Recorded | UnitDone | BatchDone | Alone | Measured

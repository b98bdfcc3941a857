"""The grader's messages to the server: one line of JSON for the setup, then one for each run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """What a student's code may use.

    Attributes:
        cpu_seconds: CPU time of one test, or of importing one file, its processes and threads together.
        wall_seconds: wall time of the same.
        run_seconds: wall time of a run; tests that have not begun by then have no verdict.
        memory_mib: MiB beyond what the server needs, for each process and for all together.
        processes: how many may exist at once, threads not counted.
        threads: how many threads and processes may exist at once.
        file_mib: MiB that a file may have.
        open_files: descriptors of one process.
        tests: how many of a submission's tests are run.
        restarts: how many times a run goes on in a fresh process after one that ended early.
    """

    cpu_seconds: float
    wall_seconds: float
    run_seconds: float
    memory_mib: int
    processes: int
    threads: int
    file_mib: int
    open_files: int
    tests: int
    restarts: int


@dataclass(frozen=True)
class Setup:
    """What holds for every run.

    Attributes:
        submission: the folder with the student's files, read-only.
        engine: the folder with the reference engine's files; source code that a test looks at comes from there.
        scratch: the folder that tests may write to; emptied after each run.
        files: the test files, relative to the submission.
        packages: the names of the packages that tests may import.
        properties: whether any of them mentions Hypothesis.
        user: the uid to run as, or None for the present one.
        own_processes: whether the server is the first process of a PID namespace of its own.
        limits: see there.
    """

    submission: str
    engine: str
    scratch: str
    files: tuple[str, ...]
    packages: tuple[str, ...]
    properties: bool
    user: int | None
    own_processes: bool
    limits: Limits


@dataclass(frozen=True)
class Request:
    """One run.

    Attributes:
        engine: file → text.
        tests: the ids of the tests to run, or None for all.
        backwards: whether to run them in reversed order.
        finished: tests whose outcome is known, from a server that ended during this run.
    """

    engine: Mapping[str, str]
    tests: frozenset[str] | None
    backwards: bool
    finished: frozenset[str] = frozenset()


def read_setup(line: bytes) -> Setup:
    """The first line."""
    fields: dict[str, Any] = json.loads(line)
    fields["limits"] = Limits(**fields["limits"])
    fields["files"] = tuple(fields["files"])
    fields["packages"] = tuple(fields["packages"])
    return Setup(**fields)


def read_request(line: bytes) -> Request:
    """Any later line."""
    fields: dict[str, Any] = json.loads(line)
    tests = fields["tests"]
    return Request(
        fields["engine"],
        None if tests is None else frozenset(tests),
        fields["backwards"],
        frozenset(fields["finished"]),
    )

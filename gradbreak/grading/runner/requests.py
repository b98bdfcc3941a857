"""The grader's messages to the server: a frame for the setup, then one for each run.

A frame is a header of JSON and a body. Only the body holds an engine, so the server can pass it on unread and forget
it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LENGTH = 8
"""How many digits a length has."""


@dataclass(frozen=True)
class Limits:
    """What a student's code may use. Wall time is without what a busy machine adds; see ``idle_clock``.

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
        original: the folder with the student's files, read-only.
        submission: the folder that they are copied to for each run, inside ``scratch``.
        names: what the submission's own folder may be called in an import.
        engine: the folder with the reference engine's files; source code that a test looks at comes from there.
        scratch: the folder for temporary files.
        emptied: the folders that tests may write to; they are emptied after each run.
        files: the test files, relative to the submission.
        private: file of the engine → the private names that tests can import from the reference engine's.
        packages: the names of the packages that tests may import.
        properties: whether any of them mentions Hypothesis.
        user: the uid to run as, or None for the present one.
        readable: the only files and folders that tests may read besides ``scratch``; none where a sandbox has no other.
        own_processes: whether the server is the first process of a PID namespace of its own.
        limits: see there.
    """

    original: str
    submission: str
    names: tuple[str, ...]
    engine: str
    scratch: str
    emptied: tuple[str, ...]
    files: tuple[str, ...]
    private: Mapping[str, tuple[str, ...]]
    packages: tuple[str, ...]
    properties: bool
    user: int | None
    readable: tuple[str, ...]
    own_processes: bool
    limits: Limits


@dataclass(frozen=True)
class Request:
    """One run.

    Attributes:
        engine: the body of the frame: a marshalled dictionary, file → marshalled code object. It is emptied by whoever
            has used it.
        tests: the ids of the tests to run, or None for all.
        backwards: whether to run them in reversed order.
        finished: tests whose outcome is known, from a server that ended during this run.
    """

    engine: bytearray
    tests: frozenset[str] | None
    backwards: bool
    finished: frozenset[str] = frozenset()


def frame(header: bytes, body: bytes | bytearray = b"") -> bytes:
    """A frame as it is sent: both lengths in hexadecimal digits, the header and the body."""
    return b"%08x%08x" % (len(header), len(body)) + header + body


def read_frames(descriptor: int) -> Iterator[tuple[bytes, bytearray]]:
    """The header and the body of each frame, until the other side closes.

    Exactly one frame is read at a time, into memory of its own: a larger buffer would keep parts of engines.
    """
    while lengths := _exactly(descriptor, 2 * LENGTH):
        header, body = int(lengths[:LENGTH], 16), int(lengths[LENGTH:], 16)
        yield bytes(_exactly(descriptor, header)), _exactly(descriptor, body)


def _exactly(descriptor: int, count: int) -> bytearray:
    """So many bytes; none where the other side closes before the last one."""
    found = bytearray(count)
    with memoryview(found) as whole:
        read = 0
        while read < count:
            added = os.readv(descriptor, [whole[read:]])
            if not added:
                return bytearray()
            read += added
    return found


def read_setup(header: bytes) -> Setup:
    """The header of the first frame."""
    fields: dict[str, Any] = json.loads(header)
    fields["limits"] = Limits(**fields["limits"])
    fields["emptied"] = tuple(fields["emptied"])
    fields["files"] = tuple(fields["files"])
    fields["packages"] = tuple(fields["packages"])
    fields["names"] = tuple(fields["names"])
    fields["readable"] = tuple(fields["readable"])
    fields["private"] = {file: tuple(names) for file, names in fields["private"].items()}
    return Setup(**fields)


def read_request(header: bytes, body: bytearray) -> Request:
    """Any later frame."""
    fields: dict[str, Any] = json.loads(header)
    tests = fields["tests"]
    return Request(
        body,
        None if tests is None else frozenset(tests),
        fields["backwards"],
        frozenset(fields["finished"]),
    )

"""Running each test in a process that runs no other, so that nothing depends on the tests before it.

A mutant is run on some of a suite's tests only. That is right only where each test passes by itself, and where
all that it can reach is known. In a process that has run other tests, coverage would not show it: a shared fixture,
a helper that caches or a module that is imported inside a test runs the engine for the first test that needs it, and
not for later ones.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterable
from pathlib import Path

import coverage
import msgspec
import pytest

from gradbreak.model import Failure
from gradbreak.process.channel import LineReader, send
from gradbreak.process.child_process import start_child
from gradbreak.process.limits import TIMED_OUT, start_clock, stop_clock
from gradbreak.run.measurement import lines_by_context
from gradbreak.run.messages import IsolatedResult
from gradbreak.testing.outcome import Outcome
from gradbreak.testing.outcome_recorder import OutcomeRecorder

WALL_FACTOR = 3.0
"""How many times its limit a test may take by the clock on the wall, for one that sleeps or waits for something."""


class IsolatedRuns:
    """Runs the tests of a measuring worker, each in a child of its own, before the worker itself has run any."""

    def __init__(
        self,
        recorder: OutcomeRecorder[Failure],
        measuring: coverage.Coverage,
        root: Path,
        files: Iterable[str],
        seconds: float,
    ) -> None:
        """Prepare to run tests.

        Args:
            recorder: runs one of them.
            measuring: is measuring, with a context for each test.
            root: the project's folder.
            files: the engine's files, relative to it.
            seconds: the CPU seconds that a test may take.
        """
        self.recorder = recorder
        self.measuring = measuring
        self.root = root
        self.files = tuple(files)
        self.seconds = seconds

    def run(self, item: pytest.Item, private: Iterable[int]) -> IsolatedResult:
        """Run one test in a child that keeps none of the descriptors ``private``."""
        child = start_child(lambda writing: send(writing, self._observe(item)), private)
        said = _first_line(child.descriptor, time.monotonic() + WALL_FACTOR * self.seconds)
        if said:
            child.wait()
            return msgspec.json.decode(said, type=IsolatedResult)
        status = child.wait() if said is not None else child.end()
        ran_out = said is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == TIMED_OUT)
        return IsolatedResult(test=item.nodeid, outcome=Outcome.TIMEOUT if ran_out else Outcome.CRASHED, lines={})

    def _observe(self, item: pytest.Item) -> IsolatedResult:
        start_clock(self.seconds)
        outcome, failure = self.recorder.run(item, None)
        stop_clock()
        self.measuring.stop()
        lines = lines_by_context(self.measuring, self.root, self.files).get(item.nodeid, {})
        return IsolatedResult(test=item.nodeid, outcome=outcome, failure=failure, lines=lines)


def _first_line(descriptor: int, deadline: float) -> bytes | None:
    """The first line from a pipe; empty where it closes before, and None where nothing comes until the deadline.

    Only the first: a process that a test left behind may hold the pipe open.
    """
    reader = LineReader(descriptor)
    while select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
        lines, is_open = reader.read()
        if lines or not is_open:
            return lines[0] if lines else b""
    return None

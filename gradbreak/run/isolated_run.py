"""Running each test in a process that runs no other, so that nothing depends on the tests before it.

A mutant is run on some of a suite's tests only. That is right only where each test passes by itself, and where
all that it can reach is known. In a process that has run other tests, coverage would not show it: a shared fixture,
a helper that caches or a module that is imported inside a test runs the engine for the first test that needs it, and
not for later ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import coverage
import msgspec
import pytest

from gradbreak.model import Failure
from gradbreak.process.channel import lines_of, send
from gradbreak.process.child_process import start_child
from gradbreak.run.measurement import lines_by_context
from gradbreak.run.messages import IsolatedResult
from gradbreak.testing.outcome import Outcome
from gradbreak.testing.outcome_recorder import OutcomeRecorder


class IsolatedRuns:
    """Runs the tests of a measuring worker, each in a child of its own, before the worker itself has run any."""

    def __init__(
        self, recorder: OutcomeRecorder[Failure], measuring: coverage.Coverage, root: Path, files: Iterable[str]
    ) -> None:
        """Prepare to run tests.

        Args:
            recorder: runs one of them.
            measuring: is measuring, with a context for each test.
            root: the project's folder.
            files: the engine's files, relative to it.
        """
        self.recorder = recorder
        self.measuring = measuring
        self.root = root
        self.files = tuple(files)

    def run(self, item: pytest.Item, private: Iterable[int]) -> IsolatedResult:
        """Run one test in a child that keeps none of the descriptors ``private``."""
        child = start_child(lambda writing: send(writing, self._observe(item)), private)
        try:
            # Only its first line: a process that the test left behind may hold the pipe open.
            said = next(lines_of(child.descriptor), None)
        finally:
            child.wait()
        if said is None:
            return IsolatedResult(test=item.nodeid, outcome=Outcome.CRASHED, lines={})
        return msgspec.json.decode(said, type=IsolatedResult)

    def _observe(self, item: pytest.Item) -> IsolatedResult:
        outcome, failure = self.recorder.run(item, None)
        self.measuring.stop()
        lines = lines_by_context(self.measuring, self.root, self.files).get(item.nodeid, {})
        return IsolatedResult(test=item.nodeid, outcome=outcome, failure=failure, lines=lines)

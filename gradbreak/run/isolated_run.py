"""Running a test in a process that runs no other: what it does there, it does whatever came before.

Mutants are run on some of a suite's tests and not on the others. That is right only where each test
passes by itself, and where everything it can reach is known. In a process that has run tests before,
coverage does not know: a fixture that is shared, a helper that remembers, a module that is imported
inside a test run the engine for the first test that needs them, and for no later one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import coverage
import msgspec
import pytest

from gradbreak.model import Failure
from gradbreak.process.channel import lines_of, send
from gradbreak.run.measurement import lines_by_context
from gradbreak.run.messages import IsolatedResult
from gradbreak.testing.outcome import Outcome
from gradbreak.testing.outcome_recorder import OutcomeRecorder


class IsolatedRuns:
    """Runs tests of a measuring worker that has run none yet, each in a child of its own."""

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
        """Run one test; a child keeps none of the descriptors ``private``."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            # Nothing may return from here: above this frame is the parent's own work.
            try:
                for descriptor in (reading, *private):
                    os.close(descriptor)
                send(writing, self._observe(item))
            finally:
                os._exit(0)
        os.close(writing)
        try:
            said = next(lines_of(reading), None)
        finally:
            os.close(reading)
            os.waitpid(pid, 0)
        if said is None:
            return IsolatedResult(test=item.nodeid, outcome=Outcome.CRASHED, lines={})
        return msgspec.json.decode(said, type=IsolatedResult)

    def _observe(self, item: pytest.Item) -> IsolatedResult:
        outcome, failure = self.recorder.run(item, None)
        self.measuring.stop()
        lines = lines_by_context(self.measuring, self.root, self.files).get(item.nodeid, {})
        return IsolatedResult(test=item.nodeid, outcome=outcome, failure=failure, lines=lines)

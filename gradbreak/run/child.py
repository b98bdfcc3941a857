"""One running child as its parent sees it: the messages received, and the tests still to come."""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from gradbreak.process.channel import LineReader
from gradbreak.run.messages import MutantJob, Recorded, RecordingMode, Verdict

GRACE_SECONDS = 5.0
"""Wall seconds that a child may take beyond its tests, for the fork, the activation and the fixtures."""

RECORDING_FACTOR = 5.0
"""How many times its limit a test may take while its writes are recorded; it has already passed within the limit."""

RECORDING_MODES = (RecordingMode.COMPARE, RecordingMode.MEASURE)
"""The modes that run the tests that passed once more, after all verdicts."""

VERDICT_PREFIX = b'{"type":"Verdict"'
"""Prefix of an encoded Verdict message: msgspec writes the tag of a tagged type first."""

PASSED = b'"outcome":"passed"'
"""Part of the encoded Verdict of a test that passed, and of no other message: a quote inside a text is escaped."""

RECORDED_PREFIX = b'{"type":"Recorded"'
"""Prefix of an encoded Recorded message."""


DRAWN_PREFIX = b'{"type":"Drawn"'
"""Prefix of an encoded Drawn message."""


class MutantChild:
    """One running child and its progress.

    Args:
        pid: the process.
        descriptor: the end of its pipe to read from.
        job: what it runs.
        wall_factor: wall seconds that a test may take for each of its CPU seconds.
        never_recorded: tests that it must not record.
    """

    def __init__(
        self, pid: int, descriptor: int, job: MutantJob, wall_factor: float, never_recorded: frozenset[str]
    ) -> None:
        self.pid = pid
        self.reader = LineReader(descriptor)
        self.job = job
        self.wall_factor = wall_factor
        self.never_recorded = never_recorded
        self.answered = 0
        self.was_late = False
        self.heard_at = time.monotonic()
        self._passed: list[bytes] = []
        self._recorded: list[bytes] = []

    def hear(self, lines: Sequence[bytes]) -> None:
        """Take in its messages."""
        self.answered += sum(line.startswith(VERDICT_PREFIX) for line in lines)
        self._passed += [line for line in lines if PASSED in line]
        self._recorded += [line for line in lines if line.startswith(RECORDED_PREFIX)]
        self.heard_at = time.monotonic()

    def unrecorded(self) -> dict[str, float]:
        """The tests that passed and were not recorded, each with its CPU seconds, in the order of the job."""
        if self.job.recording not in RECORDING_MODES or len(self._recorded) == len(self._passed):
            return {}
        passed, recorded = (
            [msgspec.json.decode(line, type=Verdict | Recorded).test for line in lines]
            for lines in (self._passed, self._recorded)
        )
        seconds = dict(zip(self.job.tests, self.job.seconds, strict=True))
        return {test: seconds[test] for test in passed if test not in self.never_recorded.union(recorded)}

    @property
    def is_late(self) -> bool:
        """Whether it has been silent for longer than its current test may take."""
        longest = max(self.job.seconds) * RECORDING_FACTOR
        limit = self.job.seconds[self.answered] if self.answered < len(self.job.tests) else longest
        return time.monotonic() - self.heard_at > limit * self.wall_factor + GRACE_SECONDS

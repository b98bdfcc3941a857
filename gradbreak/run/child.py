"""One running child as its parent sees it: what it has said, and what is still to come."""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from gradbreak.process.channel import LineReader
from gradbreak.run.messages import Unit, Verdict, Watch, Watched

GRACE_SECONDS = 5.0
"""Wall time that a child may take beyond its tests, for the fork, the change and the fixtures."""

WATCHING_FACTOR = 5.0
"""How many times its limit a test may take while its writes are recorded; it has passed within it already."""

WATCHING = (Watch.COMPARE, Watch.MEASURE)
"""Where tests that passed are run once more."""

VERDICT = b'{"type":"Verdict"'
"""How every verdict begins on the wire: msgspec writes the tag of a tagged type first."""

PASSED = b'"outcome":"passed"'
"""What only the verdict of a test that passed has on the wire: a quote inside a text is escaped."""

WATCHED = b'{"type":"Watched"'
"""How begins on the wire what a test has written."""


class Child:
    """One running child and what is still to come from it.

    Args:
        pid: the process.
        descriptor: where it is heard.
        unit: what it runs.
        wall_factor: how many times a test's CPU seconds may pass on the clock.
        never_recorded: tests that it does not watch.
    """

    def __init__(
        self, pid: int, descriptor: int, unit: Unit, wall_factor: float, never_recorded: frozenset[str]
    ) -> None:
        self.pid = pid
        self.reader = LineReader(descriptor)
        self.unit = unit
        self.wall_factor = wall_factor
        self.never_recorded = never_recorded
        self.answered = 0
        self.was_late = False
        self.heard_at = time.monotonic()
        self._passed: list[bytes] = []
        self._watched: list[bytes] = []

    def hear(self, lines: Sequence[bytes]) -> None:
        """Take note of what it said."""
        self.answered += sum(line.startswith(VERDICT) for line in lines)
        self._passed += [line for line in lines if PASSED in line]
        self._watched += [line for line in lines if line.startswith(WATCHED)]
        self.heard_at = time.monotonic()

    def unwatched(self) -> dict[str, float]:
        """The tests that passed and have not said what they wrote, each with its CPU seconds, in their order."""
        if self.unit.watch not in WATCHING or len(self._watched) == len(self._passed):
            return {}
        passed, watched = (
            [msgspec.json.decode(line, type=Verdict | Watched).test for line in lines]
            for lines in (self._passed, self._watched)
        )
        seconds = dict(zip(self.unit.tests, self.unit.seconds, strict=True))
        return {test: seconds[test] for test in passed if test not in self.never_recorded.union(watched)}

    @property
    def is_late(self) -> bool:
        """Whether it has said nothing for longer than what it is at may take."""
        longest = max(self.unit.seconds) * WATCHING_FACTOR
        limit = self.unit.seconds[self.answered] if self.answered < len(self.unit.tests) else longest
        return time.monotonic() - self.heard_at > limit * self.wall_factor + GRACE_SECONDS

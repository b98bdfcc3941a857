"""The decision rule: which failures on a broken engine are evidence of a kill.

A test kills a target if it fails on every draw of it, of which there must be several, and passes in every run on a
correct engine, which ``validity`` watches. A test that fails on one draw of a target and passes on another is unstable,
and does not count at all. These are pure functions of plain data: they make no run and see no engine. ``schedule``
decides what is run next, and ``draws`` says how unlikely a kill by luck is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from gradbreak.grading.model import TestOutcome
from gradbreak.grading.rounds.draws import LEAST

Pair: TypeAlias = tuple[int, str]
"""The position of a target in ``Engines.targets``, and the id of a test."""

DRAWS = 1 + LEAST
"""On how many draws of a target a test must fail to kill it: the screening and the shortest follow-up."""

TIMEOUT_FACTOR = 10.0
"""A timeout counts as a failure only if the limit is at least this many times the test's time on correct engines."""


class Observation(Struct, frozen=True, kw_only=True):
    """What one test did in one run on a broken engine.

    Attributes:
        target: the position of the target in ``Engines.targets``.
        test: the id of the test.
        outcome: None where the run left no record of the test.
        is_failure: whether the outcome counts; see ``counts_as_failure``.
    """

    target: int
    test: str
    outcome: TestOutcome | None
    is_failure: bool


class Decision(Struct, frozen=True, kw_only=True):
    """What the observations so far say about each pair of a target and a test.

    Attributes:
        suspected: the test failed on a draw and passed on none.
        confirmed: those in which it failed on enough draws.
        unstable: tests that failed on one draw of a target and passed on another.
    """

    suspected: frozenset[Pair]
    confirmed: frozenset[Pair]
    unstable: frozenset[str]

    def suspected_targets(self, valid: Sequence[str]) -> frozenset[int]:
        """The targets that a valid test failed on."""
        return _targets(self.suspected, valid)

    def killed_targets(self, valid: Sequence[str]) -> frozenset[int]:
        """The targets that a valid test kills."""
        return _targets(self.confirmed, valid)

    def kills(self, valid: Sequence[str]) -> frozenset[Pair]:
        """Every valid test with each target that it is credited with.

        Where one test has killed a target, other tests that failed on every draw that they ran on are credited too.
        """
        killed, tests = self.killed_targets(valid), frozenset(valid)
        return frozenset((target, test) for target, test in self.suspected if target in killed and test in tests)

    def undecided(self, valid: Sequence[str]) -> frozenset[Pair]:
        """Pairs that need a follow-up: no valid test has killed their target yet."""
        killed, tests = self.killed_targets(valid), frozenset(valid)
        return frozenset((target, test) for target, test in self.suspected if target not in killed and test in tests)


def _targets(pairs: Iterable[Pair], valid: Iterable[str]) -> frozenset[int]:
    tests = frozenset(valid)
    return frozenset(target for target, test in pairs if test in tests)


def decide(observations: Iterable[Observation]) -> Decision:
    """Apply the decision rule to all observations of one submission.

    A timeout that does not count, and the end of a process, say nothing: a machine may be the reason as easily as
    the test.

    Args:
        observations: in any order.
    """
    failures: Counter[Pair] = Counter()
    failed: set[Pair] = set()
    passed: set[Pair] = set()
    for each in observations:
        pair = (each.target, each.test)
        if each.is_failure:
            failures[pair] += 1
        if each.outcome == TestOutcome.FAILED:
            failed.add(pair)
        elif each.outcome in (TestOutcome.PASSED, TestOutcome.SKIPPED):
            passed.add(pair)
    return Decision(
        suspected=frozenset(failures.keys() - passed),
        confirmed=frozenset(pair for pair, count in failures.items() if count >= DRAWS and pair not in passed),
        unstable=frozenset(test for _, test in failed & passed),
    )


def counts_as_failure(outcome: TestOutcome | None, slowest_seconds: float, test_seconds: float) -> bool:
    """Whether an outcome on a broken engine may be evidence. A process that ended never is: anything can end it.

    Args:
        outcome: None where the run left no record of the test.
        slowest_seconds: the longest wall time of the test on correct engines, in seconds.
        test_seconds: the limit that a test is held to, in seconds.
    """
    if outcome == TestOutcome.TIMEOUT:
        return slowest_seconds * TIMEOUT_FACTOR <= test_seconds
    return outcome == TestOutcome.FAILED

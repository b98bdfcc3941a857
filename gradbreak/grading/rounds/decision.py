"""The decision rule: which failures on a broken engine are evidence of a kill.

A test kills a target if it fails on the target's plain form and again on a disguised form. These are pure functions
of plain data: they make no run and see no engine. ``schedule`` decides what is run next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from gradbreak.grading.model import TestOutcome

Pair: TypeAlias = tuple[int, str]
"""The position of a target in ``Engines.targets``, and the id of a test."""

TIMEOUT_FACTOR = 10.0
"""A timeout counts as a failure only if the limit is at least this many times the test's time on correct engines."""

REFUTATIONS = 2
"""A test that failed on this many plain forms and passed on their disguised forms is set aside."""


class Observation(Struct, frozen=True, kw_only=True):
    """What one test did in one run on a broken engine.

    Attributes:
        target: the position of the target in ``Engines.targets``.
        test: the id of the test.
        is_disguised: whether the run was on a disguised form of the target.
        outcome: None where the run left no record of the test.
        is_failure: whether the outcome counts; see ``counts_as_failure``.
    """

    target: int
    test: str
    is_disguised: bool
    outcome: TestOutcome | None
    is_failure: bool


class Decision(Struct, frozen=True, kw_only=True):
    """What the observations so far say about each pair of a target and a test.

    Attributes:
        suspected: the test failed on the plain form.
        confirmed: it failed on the disguised form too.
        refuted: it did not fail on the disguised form.
        code_dependent: tests that fail on broken engines and pass on others with the same behaviour.
    """

    suspected: frozenset[Pair]
    confirmed: frozenset[Pair]
    refuted: frozenset[Pair]
    code_dependent: frozenset[str]

    def suspected_targets(self, valid: Sequence[str]) -> frozenset[int]:
        """The targets whose plain form a valid test failed on."""
        return _targets(self.suspected, valid)

    def killed_targets(self, valid: Sequence[str]) -> frozenset[int]:
        """The targets that a valid test kills."""
        return _targets(self.confirmed, valid)

    def kills(self, valid: Sequence[str]) -> frozenset[Pair]:
        """Every valid test with each target that it is credited with.

        Where one test has confirmed a target, other tests that failed on its plain form are credited too.
        """
        killed, tests = self.killed_targets(valid), frozenset(valid)
        return frozenset(
            (target, test) for target, test in self.suspected - self.refuted if target in killed and test in tests
        )

    def undecided(self, valid: Sequence[str]) -> frozenset[Pair]:
        """Pairs that need a confirming run: no valid test has confirmed their target yet."""
        killed, tests = self.killed_targets(valid), frozenset(valid)
        return frozenset(
            (target, test)
            for target, test in self.suspected - self.confirmed - self.refuted
            if target not in killed and test in tests
        )


def _targets(pairs: Iterable[Pair], valid: Iterable[str]) -> frozenset[int]:
    tests = frozenset(valid)
    return frozenset(target for target, test in pairs if test in tests)


def decide(observations: Iterable[Observation]) -> Decision:
    """Apply the decision rule to all observations of one submission.

    Args:
        observations: in any order.
    """
    suspected: set[Pair] = set()
    confirmed: set[Pair] = set()
    refuted: set[Pair] = set()
    failed: set[Pair] = set()
    for each in observations:
        pair = (each.target, each.test)
        if each.is_disguised:
            (confirmed if each.is_failure else refuted).add(pair)
        elif each.is_failure:
            suspected.add(pair)
            # A single timeout may be due to the machine as easily as to the test. It proves nothing either way.
            if each.outcome == TestOutcome.FAILED:
                failed.add(pair)
    counts = Counter(test for _, test in refuted & failed)
    return Decision(
        suspected=frozenset(suspected),
        confirmed=frozenset(confirmed),
        refuted=frozenset(refuted),
        code_dependent=frozenset(test for test, count in counts.items() if count >= REFUTATIONS),
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

from __future__ import annotations

import pytest

from gradbreak.grading.model import TestOutcome
from gradbreak.grading.rounds.decision import DRAWS, Observation, counts_as_failure, decide

A, B = "test_a", "test_b"


def failures(count: int, target: int = 0, test: str = A, outcome: TestOutcome = TestOutcome.FAILED):
    return [Observation(target=target, test=test, outcome=outcome, is_failure=True)] * count


def other(outcome: TestOutcome | None, target: int = 0, test: str = A) -> Observation:
    return Observation(target=target, test=test, outcome=outcome, is_failure=False)


PASS = other(TestOutcome.PASSED)


def test_a_failure_on_every_one_of_several_draws_is_a_kill():
    decision = decide(failures(DRAWS))
    assert decision.kills([A]) == {(0, A)}
    assert decision.killed_targets([A]) == {0}
    assert decision.undecided([A]) == frozenset()


def test_one_draw_fewer_is_undecided_and_no_kill():
    decision = decide(failures(DRAWS - 1))
    assert decision.undecided([A]) == {(0, A)}
    assert decision.kills([A]) == decision.killed_targets([A]) == frozenset()


def test_failures_on_several_targets_do_not_add_up():
    assert decide([*failures(2, 0), *failures(DRAWS - 2, 1)]).killed_targets([A]) == frozenset()


def test_a_single_pass_among_the_draws_refutes_a_kill_and_makes_the_test_unstable():
    decision = decide([*failures(DRAWS), PASS])
    assert decision.kills([A]) == decision.undecided([A]) == frozenset()
    assert decision.unstable == {A}


def test_a_test_that_passes_on_one_target_and_fails_on_another_is_stable():
    assert decide([*failures(DRAWS, 1), PASS]).unstable == frozenset()


def test_a_test_that_is_skipped_on_one_draw_and_fails_on_another_is_unstable():
    assert decide([*failures(1), other(TestOutcome.SKIPPED)]).unstable == {A}


@pytest.mark.parametrize("outcome", [TestOutcome.TIMEOUT, TestOutcome.ENDED, None])
def test_a_draw_without_a_verdict_says_nothing(outcome):
    decision = decide([*failures(DRAWS), other(outcome)])
    assert (decision.killed_targets([A]), decision.unstable) == ({0}, frozenset())
    assert decide([PASS, other(outcome)]).unstable == frozenset()


def test_timeouts_that_count_kill_and_make_no_test_unstable():
    timeouts = failures(DRAWS, outcome=TestOutcome.TIMEOUT)
    assert decide(timeouts).killed_targets([A]) == {0}
    assert decide([*timeouts, PASS]).unstable == frozenset()
    assert decide([*timeouts, PASS]).killed_targets([A]) == frozenset()


def test_a_test_that_failed_on_every_draw_it_ran_on_is_credited_where_another_kills():
    assert decide([*failures(DRAWS), *failures(1, test=B)]).kills([A, B]) == {(0, A), (0, B)}


def test_a_test_that_passed_once_is_not_credited():
    mixed = [*failures(1, test=B), other(TestOutcome.PASSED, test=B)]
    assert decide([*failures(DRAWS), *mixed]).kills([A, B]) == {(0, A)}


def test_a_test_that_does_not_count_kills_nothing_and_leaves_its_targets_undecided():
    decision = decide([*failures(DRAWS), *failures(1, test=B)])
    assert decision.killed_targets([B]) == frozenset()
    assert decision.undecided([B]) == {(0, B)}


def test_a_target_that_only_a_test_that_does_not_count_failed_on_is_not_suspected():
    assert decide(failures(1)).suspected_targets([B]) == frozenset()


@pytest.mark.parametrize("outcome", [TestOutcome.PASSED, TestOutcome.SKIPPED, TestOutcome.ENDED, None])
def test_nothing_but_a_failure_or_a_timeout_counts(outcome):
    assert not counts_as_failure(outcome, 0.0, 2.0)


def test_a_failure_counts_however_slow_the_test_is():
    assert counts_as_failure(TestOutcome.FAILED, 1.9, 2.0)


def test_a_timeout_counts_only_where_the_test_is_far_from_the_limit_on_correct_engines():
    assert counts_as_failure(TestOutcome.TIMEOUT, 0.2, 2.0)
    assert not counts_as_failure(TestOutcome.TIMEOUT, 0.21, 2.0)

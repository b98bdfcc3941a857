from __future__ import annotations

import pytest

from gradbreak.grading.model import TestOutcome
from gradbreak.grading.rounds.decision import Observation, counts_as_failure, decide

A, B = "test_a", "test_b"


def plain(target: int, test: str = A, outcome: TestOutcome = TestOutcome.FAILED) -> Observation:
    return Observation(target=target, test=test, is_disguised=False, outcome=outcome, is_failure=True)


def disguised(target: int, test: str = A, *, fails: bool) -> Observation:
    outcome = TestOutcome.FAILED if fails else TestOutcome.PASSED
    return Observation(target=target, test=test, is_disguised=True, outcome=outcome, is_failure=fails)


def test_a_failure_on_the_plain_form_alone_is_undecided_and_no_kill():
    decision = decide([plain(0)])
    assert decision.undecided([A]) == {(0, A)}
    assert decision.kills([A]) == decision.killed_targets([A]) == frozenset()


def test_a_failure_on_both_forms_is_a_kill():
    decision = decide([plain(0), disguised(0, fails=True)])
    assert decision.kills([A]) == {(0, A)}
    assert decision.killed_targets([A]) == {0}
    assert decision.undecided([A]) == frozenset()


def test_a_failure_on_the_plain_form_that_the_disguised_form_refutes_is_no_kill():
    decision = decide([plain(0), disguised(0, fails=False)])
    assert decision.kills([A]) == decision.undecided([A]) == frozenset()


def test_a_pass_on_the_plain_form_is_not_suspected():
    passed = Observation(target=0, test=A, is_disguised=False, outcome=TestOutcome.PASSED, is_failure=False)
    assert decide([passed]).suspected_targets([A]) == frozenset()


def test_a_test_that_another_confirmed_for_is_credited():
    decision = decide([plain(0), plain(0, B), disguised(0, fails=True)])
    assert decision.kills([A, B]) == {(0, A), (0, B)}


def test_a_test_that_was_refuted_is_not_credited_with_what_another_confirmed():
    decision = decide([plain(0), plain(0, B), disguised(0, fails=True), disguised(0, B, fails=False)])
    assert decision.kills([A, B]) == {(0, A)}


def test_a_test_that_does_not_count_kills_nothing_and_leaves_its_targets_undecided():
    decision = decide([plain(0), plain(0, B), disguised(0, fails=True)])
    assert decision.killed_targets([B]) == frozenset()
    assert decision.undecided([B]) == {(0, B)}


def test_two_refuted_failures_show_that_a_test_depends_on_code():
    once = [plain(0), disguised(0, fails=False)]
    assert decide(once).code_dependent == frozenset()
    assert decide([*once, plain(1), disguised(1, fails=False)]).code_dependent == {A}


def test_refuted_timeouts_show_nothing():
    timeouts = [plain(number, outcome=TestOutcome.TIMEOUT) for number in range(3)]
    refutations = [disguised(number, fails=False) for number in range(3)]
    assert decide([*timeouts, *refutations]).code_dependent == frozenset()


@pytest.mark.parametrize("outcome", [TestOutcome.PASSED, TestOutcome.SKIPPED, TestOutcome.ENDED, None])
def test_nothing_but_a_failure_or_a_timeout_counts(outcome):
    assert not counts_as_failure(outcome, 0.0, 2.0)


def test_a_failure_counts_however_slow_the_test_is():
    assert counts_as_failure(TestOutcome.FAILED, 1.9, 2.0)


def test_a_timeout_counts_only_where_the_test_is_far_from_the_limit_on_correct_engines():
    assert counts_as_failure(TestOutcome.TIMEOUT, 0.2, 2.0)
    assert not counts_as_failure(TestOutcome.TIMEOUT, 0.21, 2.0)

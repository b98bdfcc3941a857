from __future__ import annotations

import random
from collections import Counter

import pytest

from gradbreak.grading.engines import CorrectEngine, Target
from gradbreak.grading.model import TestOrder
from gradbreak.grading.rounds.draws import follow_up
from gradbreak.grading.rounds.runs import PlannedRun
from gradbreak.grading.rounds.schedule import MOST_FOLLOW_UPS, Schedule, Scheduler, witnesses
from tests.gradbreak.grading.pretended import ENGINES, SELF

TESTS = ("test_a", "test_b", "test_c", "test_d", "test_e")
SELF_TARGET = next(number for number, target in enumerate(ENGINES.targets) if SELF in target.ids)
INDEPENDENT = [number for number, target in enumerate(ENGINES.targets) if target.after is None]
REVERSED = [number for number, target in enumerate(ENGINES.targets) if target.after is not None]


def scheduler(examiners: int = 2, seed: int = 0) -> Scheduler:
    return Scheduler(ENGINES, examiners, random.Random(seed))


def a_round(screened=(), followed=(), chosen=("test_b",), seed=0, with_controls=False) -> Schedule:
    return scheduler(seed=seed).round(screened, TESTS, followed, chosen, with_controls=with_controls)


def names(runs: list[PlannedRun]) -> Counter:
    return Counter(run.engine.ids[0] if isinstance(run.engine, Target) else run.engine.name for run in runs)


# -- discovery -----------------------------------------------------------------------------------


def test_discovery_runs_all_tests_on_the_reference_in_both_orders():
    for examiners in (1, 2, 3):
        runs = [run for runs in scheduler(examiners).discovery() for run in runs]
        assert [run.engine for run in runs] == [ENGINES.reference] * 2
        assert {run.request.order for run in runs} == {TestOrder.WRITTEN, TestOrder.REVERSED}
        assert all(run.request.tests is None for run in runs)


# -- which targets and tests ---------------------------------------------------------------------


def test_a_target_that_depends_on_another_waits_until_that_one_was_noticed():
    dependent = tuple(number for number in REVERSED if ENGINES.targets[number].after == SELF)
    assert scheduler().untried_targets((), ()) == tuple(INDEPENDENT)
    assert scheduler().untried_targets(INDEPENDENT, {SELF_TARGET}) == dependent


def test_a_target_is_screened_once():
    assert scheduler().untried_targets(range(len(ENGINES.targets)), range(len(ENGINES.targets))) == ()


def test_few_tests_witness_many_targets():
    pairs = {(0, "test_a"), (0, "test_c"), (1, "test_b"), (1, "test_c"), (2, "test_d")}
    assert witnesses(pairs, TESTS, {}) == ((0, 1, 2), ("test_c", "test_d"))


def test_of_tests_that_are_equally_good_the_first_one_is_the_witness():
    assert witnesses({(0, test) for test in reversed(TESTS)}, TESTS, {}) == ((0,), ("test_a",))


def test_in_a_second_follow_up_every_test_that_failed_is_a_witness():
    pairs = {(0, "test_a"), (0, "test_c"), (1, "test_d"), (1, "test_e")}
    assert witnesses(pairs, TESTS, {0: 1}) == ((0, 1), ("test_a", "test_c", "test_d"))


def test_a_target_has_only_so_many_follow_ups():
    assert witnesses({(0, "test_a")}, TESTS, {0: MOST_FOLLOW_UPS}) == ((), ())


# -- a round -------------------------------------------------------------------------------------


def kind_of(run: PlannedRun) -> tuple:
    """All that a test can know of a run: its tests, their order, and the order of the operands."""
    engine = run.engine
    partner = engine.partner if isinstance(engine, Target) else engine.name
    return run.request.tests, run.request.order, partner


@pytest.mark.parametrize("seed", range(5))
def test_in_a_screening_each_examiner_has_a_correct_run_of_the_same_kind_for_every_broken_one(seed):
    for runs in a_round(range(len(ENGINES.targets)), seed=seed):
        kinds = [
            Counter(kind_of(run) for run in runs if isinstance(run.engine, kind)) for kind in (Target, CorrectEngine)
        ]
        assert kinds[0] == kinds[1]


@pytest.mark.parametrize("followed", [[0], INDEPENDENT, [*INDEPENDENT, *REVERSED]])
def test_in_a_follow_up_each_examiner_has_at_least_as_many_correct_runs_of_the_same_kind(followed):
    for runs in a_round((), followed):
        broken, correct = (
            Counter(kind_of(run) for run in runs if isinstance(run.engine, kind)) for kind in (Target, CorrectEngine)
        )
        assert broken.keys() == correct.keys()
        assert all(correct[kind] >= count for kind, count in broken.items())
        assert {tests for tests, _, _ in broken} == {("test_b",)}


def test_a_follow_up_has_the_runs_that_the_calculation_asks_for():
    plan = follow_up([0, 1], len(TESTS), 2)
    runs = [run for runs in a_round((), [0, 1]) for run in runs]
    assert names(runs) == {
        ENGINES.targets[0].ids[0]: plan.draws,
        ENGINES.targets[1].ids[0]: plan.draws,
        "decoy": sum(plan.correct),
    }


def test_the_draws_of_a_target_are_spread_over_the_examiners_in_the_same_way_every_time():
    spreads = set()
    for seed in range(10):
        schedule = a_round([0], [0], seed=seed)
        spreads.add(tuple(names(runs)[ENGINES.targets[0].ids[0]] for runs in schedule))
    assert len(spreads) == 1
    assert min(*spreads.pop()) >= 2


def test_the_first_round_has_every_control_once():
    runs = [run for runs in a_round([0], with_controls=True) for run in runs]
    assert {name: names(runs)[name] for name in ("explicit", "right-first")} == {"explicit": 1, "right-first": 1}


def test_every_place_of_an_examiner_belongs_to_either_kind_now_and_then():
    rounds = [a_round(INDEPENDENT, seed=seed)[0] for seed in range(100)]
    for place in range(len(rounds[0])):
        assert {type(runs[place].engine) for runs in rounds} == {Target, CorrectEngine}

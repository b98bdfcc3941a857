"""The chance that luck earns something, as it is calculated."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from gradbreak.grading.rounds.draws import (
    BOUND,
    BOUND_OF_MANY,
    LEAST,
    FollowUp,
    bound,
    examiner_of,
    follow_up,
    luck,
    luck_of_coins,
    worst_rate,
)

LIMIT = 1e-3
"""What the chance that luck earns anything in a whole grade must stay below."""

SIZES = [(targets, tests) for targets in (1, 2, 3, 9, 16, 22) for tests in (1, 27, 500)]


def draws_of(target: int, plan: FollowUp) -> tuple[int, ...]:
    made = [examiner_of(target, draw, len(plan.correct)) for draw in range(1, plan.draws + 1)]
    return tuple(made.count(number) for number in range(len(plan.correct)))


def test_both_orders_of_operands_together_stay_below_one_in_a_thousand():
    assert 2 * max(BOUND, BOUND_OF_MANY) <= LIMIT


@pytest.mark.parametrize("partners", range(1, 6))
@pytest.mark.parametrize("tests", [1, 27, 500])
def test_all_follow_ups_of_a_grade_together_stay_below_one_in_a_thousand(partners, tests):
    plan = follow_up(range(9), tests, 2, partners)
    assert partners * max(luck(tests, plan.correct, draws_of(target, plan)) for target in range(9)) <= LIMIT


@pytest.mark.parametrize(("targets", "tests"), SIZES)
@pytest.mark.parametrize("examiners", [1, 2, 3])
def test_luck_is_bounded_for_every_target_of_a_follow_up(targets, tests, examiners):
    plan = follow_up(range(targets), tests, examiners)
    for target in range(targets):
        assert luck(tests, plan.correct, draws_of(target, plan)) <= bound(tests)


@pytest.mark.parametrize(("targets", "tests"), SIZES)
def test_there_are_at_least_as_many_correct_runs_as_broken_ones_on_each_examiner(targets, tests):
    plan = follow_up(range(targets), tests, 2)
    assert plan.draws >= LEAST
    broken = [sum(counts) for counts in zip(*(draws_of(target, plan) for target in range(targets)), strict=True)]
    assert all(right >= wrong for right, wrong in zip(plan.correct, broken, strict=True))


@pytest.mark.parametrize(("targets", "tests"), SIZES)
def test_no_other_number_of_draws_would_take_fewer_runs(targets, tests):
    plan = follow_up(range(targets), tests, 2)
    made = targets * plan.draws + sum(plan.correct)
    fewest = math.inf
    for draws in range(LEAST, 7):
        splits = {draws_of(target, FollowUp(draws=draws, correct=(0, 0))) for target in range(targets)}
        for correct in itertools.product(range(60), repeat=2):
            enough = abs(correct[0] - correct[1]) <= targets and sum(correct) >= targets * draws
            if enough and max(luck(tests, correct, split) for split in splits) <= bound(tests):
                fewest = min(fewest, targets * draws + sum(correct))
                break
    assert made <= fewest


def test_luck_is_the_share_of_choices_of_runs_that_are_right():
    # One test, one examiner: of six runs, three are on the target. It must choose these three.
    chance = random.Random(0)
    right = sum(set(chance.sample(range(6), 3)) == {0, 1, 2} for _ in range(20_000))
    assert luck(1, [3], [3]) == 0.5 / 20
    assert right / 20_000 == pytest.approx(1 / 20, rel=0.15)


@pytest.mark.parametrize("targets", range(1, 23))
def test_five_hundred_independent_coins_at_their_best_rate_earn_less_than_once_in_a_thousand_grades(targets):
    # A grade screens 22 targets, with as many correct runs, the controls and the discovery before.
    plan = follow_up(range(targets), 500, 2)
    known = {"tests": 500, "targets": 22, "correct": 22 + 5 + 2, "plan": plan}
    assert luck_of_coins(worst_rate(**known, steps=1000), **known) < LIMIT


def test_the_worst_rate_is_no_worse_anywhere_else():
    known = {"tests": 500, "targets": 22, "correct": 29, "plan": follow_up(range(22), 500, 2)}
    worst = luck_of_coins(worst_rate(**known), **known)
    assert all(luck_of_coins(step / 777, **known) <= worst * 1.001 for step in range(1, 777))


def test_the_calculation_for_coins_agrees_with_the_one_for_paired_draws_that_was_made_before():
    # 500 tests, 44 targets, nine correct runs before, and k paired draws for each target after the screening.
    expected = {2: 1.6e-1, 3: 1e-2, 4: 7e-4, 5: 5e-5}
    for draws, chance in expected.items():
        known = {"tests": 500, "targets": 44, "correct": 9, "plan": FollowUp(draws=draws, correct=(draws,))}
        assert luck_of_coins(worst_rate(**known), **known) == pytest.approx(chance, rel=0.2)

from __future__ import annotations

import random
from collections import Counter

from gradbreak.grading.engines import CorrectEngine
from gradbreak.grading.model import RunRequest, TestOrder
from gradbreak.grading.rounds.runs import PlannedRun
from gradbreak.grading.rounds.schedule import Scheduler, confirming_tests, shuffled
from tests.gradbreak.grading.pretended import ENGINES, FILE, SELF

BROKEN = [PlannedRun(engine=target, request=RunRequest(engine=target.plain)) for target in ENGINES.targets]
CORRECT = [PlannedRun(engine=engine, request=RunRequest(engine=engine.text)) for engine in ENGINES.correct]
TESTS = ("test_a", "test_b", "test_c", "test_d", "test_e")
SELF_TARGET = next(number for number, target in enumerate(ENGINES.targets) if SELF in target.ids)


def scheduler(examiners: int = 2, seed: int = 0) -> Scheduler:
    return Scheduler(ENGINES, examiners, random.Random(seed))


def orders(count: int = 200) -> list[list[PlannedRun]]:
    return [shuffled(BROKEN, CORRECT, random.Random(number)) for number in range(count)]


# -- one examiner's order ------------------------------------------------------------------------


def test_every_run_is_made_once():
    for order in orders(20):
        assert sorted(map(id, order)) == sorted(map(id, [*BROKEN, *CORRECT]))


def test_the_last_run_is_on_a_correct_engine():
    assert all(isinstance(order[-1].engine, CorrectEngine) for order in orders())


def test_every_correct_engine_comes_last_now_and_then():
    assert {order[-1].engine.name for order in orders()} == {engine.name for engine in ENGINES.correct}


def test_no_other_place_belongs_to_either_kind():
    for place in range(len(BROKEN) + len(CORRECT) - 1):
        assert set(Counter(type(order[place].engine).__name__ for order in orders())) == {"Target", "CorrectEngine"}


# -- discovery -----------------------------------------------------------------------------------


def test_discovery_runs_all_tests_on_the_reference_in_both_orders():
    for examiners in (1, 2, 3):
        runs = [run for runs in scheduler(examiners).discovery() for run in runs]
        assert [run.engine for run in runs] == [ENGINES.reference] * 2
        assert {run.request.order for run in runs} == {TestOrder.WRITTEN, TestOrder.REVERSED}
        assert all(run.request.tests is None for run in runs)


# -- which targets and tests ---------------------------------------------------------------------


def test_a_target_that_depends_on_another_waits_until_that_one_was_noticed():
    independent = tuple(number for number, target in enumerate(ENGINES.targets) if target.after is None)
    dependent = tuple(number for number, target in enumerate(ENGINES.targets) if target.after == SELF)
    assert scheduler().untried_targets((), ()) == independent
    assert scheduler().untried_targets(independent, {SELF_TARGET}) == dependent


def test_a_target_is_tried_once():
    assert scheduler().untried_targets(range(len(ENGINES.targets)), range(len(ENGINES.targets))) == ()


def test_the_first_three_tests_confirm_a_target():
    pairs = {(2, test) for test in reversed(TESTS)} | {(0, "test_e")}
    assert confirming_tests(pairs, TESTS) == {0: ("test_e",), 2: TESTS[:3]}


# -- a round -------------------------------------------------------------------------------------


def test_the_first_round_has_every_correct_engine_and_every_examiner_has_the_reference():
    schedule = scheduler().round([0, 1, 2], {}, TESTS, is_first=True)
    engines = [run.engine for runs in schedule for run in runs if isinstance(run.engine, CorrectEngine)]
    assert Counter(engine.name for engine in engines) == {
        "reference": len(schedule),
        **{engine.name: 1 for engine in ENGINES.correct[1:]},
    }


def test_a_confirming_run_is_on_a_disguised_form_and_on_the_other_examiner():
    plain = scheduler().round([SELF_TARGET], {}, TESTS, is_first=False)
    confirming = scheduler().round([], {SELF_TARGET: ("test_a",)}, TESTS, is_first=False)
    target = ENGINES.targets[SELF_TARGET]
    places = [
        [place for place, runs in enumerate(schedule) for run in runs if run.engine is target]
        for schedule in (plain, confirming)
    ]
    assert sorted(place for (place,) in places) == [0, 1]
    (run,) = (run for runs in confirming for run in runs if run.engine is target)
    assert run.is_confirming
    assert "disguised" in run.request.engine[FILE]
    assert run.request.tests == ("test_a",)


def test_correct_engines_of_a_later_round_run_on_the_same_choices_of_tests():
    choices = {TESTS, ("test_a",), ("test_b", "test_c")}
    seen = set()
    for seed in range(50):
        schedule = scheduler(seed=seed).round([0], {1: ("test_a",), 2: ("test_b", "test_c")}, TESTS, is_first=False)
        for runs in schedule:
            correct = [run for run in runs if isinstance(run.engine, CorrectEngine)]
            assert len(correct) == 2
            seen |= {run.request.tests for run in correct}
    assert seen == choices

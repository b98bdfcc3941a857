from __future__ import annotations

import itertools
import random
import threading
from collections import Counter
from contextlib import nullcontext

import pytest
from msgspec import structs

from gradbreak.grading.model import TestRecord
from gradbreak.grading.rounds import Evidence, ExaminerPool, StoppedError, examine
from gradbreak.grading.rounds.decision import DRAWS
from gradbreak.grading.rounds.validity import UNSTABLE
from tests.gradbreak.grading.pretended import (
    CANONICAL,
    ENDED,
    ENGINES,
    OTHER,
    SELF,
    SKIPPED,
    TIMEOUT,
    Behaviour,
    PretendedExaminer,
    Seen,
    notices,
)

EVERYTHING = [id_ for text in ENGINES.targets for id_ in text.ids]


def found(tests: dict[str, Behaviour], chance: int = 0, examiners: int = 2, **options) -> Evidence:
    """What the rounds find of these tests, whose names lose the file here."""
    examiners = [PretendedExaminer(tests, seed, **options) for seed in range(1, examiners + 1)]
    return examined(examiners, chance)


def examined(examiners, chance: int = 0) -> Evidence:
    with pool_of(*examiners) as pool:
        return examine(pool, ENGINES, 2.0, random.Random(chance))


def pool_of(*examiners, seconds=60.0, stop=None) -> ExaminerPool:
    openings = [nullcontext(examiner) for examiner in examiners]
    return ExaminerPool(openings, side_by_side=True, seconds=seconds, stop=stop or threading.Event())


def of(name: str) -> str:
    return f"test_it.py::{name}"


# -- what is caught ------------------------------------------------------------------------------


def test_what_a_test_notices_in_every_draw_is_caught():
    evidence = found({"test_a": notices(CANONICAL, SELF)})
    assert evidence.caught == {CANONICAL, SELF}
    assert evidence.caught_by_test == {of("test_a"): {CANONICAL, SELF}}
    assert not evidence.set_aside
    assert not evidence.obstacle


def test_a_test_that_notices_nothing_is_valid_and_catches_nothing():
    evidence = found({"test_a": notices()})
    assert (evidence.caught, evidence.caught_by_test) == (frozenset(), {of("test_a"): frozenset()})


def test_what_one_test_leaves_another_may_catch():
    assert found({"test_a": notices(SELF), "test_b": notices(OTHER)}).caught == {SELF, OTHER}


def test_every_test_that_noticed_has_it_in_its_row_and_not_only_the_witness():
    tests = {f"test_{n}": notices(SELF) for n in range(5)}
    assert found(tests).caught_by_test == {of(name): {SELF} for name in tests}


def test_one_test_is_run_to_follow_up_what_many_noticed():
    tests = {f"test_{n}": notices(SELF) for n in range(5)}
    examiners = [PretendedExaminer(tests, seed) for seed in (1, 2)]
    examined(examiners)
    draws = [
        run.tests for examiner in examiners for run in examiner.runs if run.engine["engine.py"].endswith(SELF.encode())
    ]
    everything = tuple(of(name) for name in tests)
    assert Counter(draws) == {everything: 1, (of("test_0"),): len(draws) - 1}
    assert len(draws) >= DRAWS


@pytest.mark.parametrize("examiners", [1, 2, 3])
def test_the_number_of_examiners_changes_nothing(examiners):
    assert found({"test_a": notices(*EVERYTHING)}, examiners=examiners).caught == set(EVERYTHING)


def test_chance_changes_nothing_about_honest_tests():
    tests = {
        "test_a": notices(CANONICAL, SELF),
        "test_b": notices(OTHER),
        "test_over_specified": lambda seen: seen.word != "right-first" and seen.word != "explicit",
        "test_wrong": lambda seen: "AssertionError: 3 == 4",
    }
    assert len({repr(found(tests, chance)) for chance in range(20)}) == 1


# -- which tests count ---------------------------------------------------------------------------


def reason(behaviour: Behaviour, **options) -> str:
    return found({"test_a": behaviour, "test_b": notices(CANONICAL)}, **options).set_aside[of("test_a")]


def test_a_test_that_fails_on_the_engine_as_it_is_is_set_aside_with_its_message():
    assert reason(lambda seen: "AssertionError: 3 == 4") == ("It fails on the correct engine (AssertionError: 3 == 4).")


def test_an_address_in_a_message_is_left_out_because_it_differs_every_time():
    said = reason(lambda seen: "TypeError: <function f at 0x7f3a5c0b1d30> has no len()")
    assert said == "It fails on the correct engine (TypeError: <function f at 0x…> has no len())."


def test_a_message_stays_on_its_line():
    assert reason(lambda seen: "E: a\nb\x1b[31mc") == "It fails on the correct engine (E: a b [31mc)."


def test_a_test_that_fails_on_a_control_is_told_what_it_must_not_depend_on():
    said = reason(lambda seen: seen.word != "right-first")
    assert said.startswith("It is over-specified: it depends on the order of the operands")


def test_of_several_controls_the_first_is_named():
    said = reason(lambda seen: seen.is_broken or seen.word == "reference")
    assert said.startswith("It is over-specified: it depends on explicitness")


def test_a_test_that_passes_in_one_order_only_does_not_count():
    said = reason(lambda seen: seen.order == "written" or "AssertionError: leftover")
    assert said.startswith("It passes on the correct engine, but not every time")
    assert "AssertionError: leftover" in said


def test_a_test_that_passes_with_one_hash_seed_only_does_not_count():
    assert reason(lambda seen: seen.seed == 1).startswith("It passes on the correct engine, but not every time")


def test_a_skipped_test_does_not_count():
    assert reason(lambda seen: SKIPPED) == "It is skipped."


def test_a_test_that_is_skipped_on_a_control_alone_does_not_count():
    assert reason(lambda seen: SKIPPED if seen.word == "explicit" else True).startswith("It is over-specified")


def test_a_test_that_ends_its_process_does_not_count():
    assert reason(lambda seen: ENDED) == "It ends the process that runs it."


def test_a_test_that_takes_too_long_does_not_count():
    assert reason(lambda seen: TIMEOUT) == "It takes more time or memory than allowed. The limit is 2 seconds."


def test_a_test_that_is_not_found_every_time_does_not_count():
    first, second = {"test_a": notices(SELF), "test_b": notices(CANONICAL)}, {"test_b": notices(CANONICAL)}
    evidence = examined([PretendedExaminer(first, 1), PretendedExaminer(second, 2)])
    assert "not collected every time" in evidence.set_aside[of("test_a")]
    assert evidence.caught == {CANONICAL}


def test_the_rest_of_a_suite_counts_when_one_test_is_set_aside():
    assert found({"test_a": lambda seen: False, "test_b": notices(CANONICAL)}).caught == {CANONICAL}


def test_a_test_that_fails_everywhere_catches_nothing():
    assert found({"test_a": lambda seen: False}).caught == set()


def test_a_test_that_was_set_aside_is_not_run_again():
    examiners = [PretendedExaminer({"test_a": lambda seen: False, "test_b": notices(SELF)}, seed) for seed in (1, 2)]
    examined(examiners)
    later = [run for examiner in examiners for run in examiner.runs if run.tests is not None]
    assert later
    assert not any(of("test_a") in run.tests for run in later)


# -- chance --------------------------------------------------------------------------------------


def test_a_test_that_passes_on_one_draw_of_a_target_is_set_aside_as_a_whole_and_told_so():
    def sometimes(seen):
        return not (seen.is_broken and (seen.word == CANONICAL or (seen.word == SELF and seen.seed == 1)))

    evidence = found({"test_a": sometimes})
    assert evidence.caught == set()
    assert evidence.set_aside == {of("test_a"): UNSTABLE}


def test_a_test_that_fails_on_some_draws_of_a_correct_engine_is_told_the_same():
    draws = itertools.count()
    said = reason(lambda seen: seen.word != "decoy" or next(draws) % 2 == 0)
    assert said == UNSTABLE


def test_a_test_that_fails_on_every_decoy_is_told_what_it_must_not_depend_on():
    assert "its looks" in reason(lambda seen: seen.word != "decoy")


def test_a_test_that_tells_the_orders_of_operands_apart_gains_nothing_by_it():
    def bold(seen):
        return not (seen.word.endswith(":reversed") or seen.word == SELF)

    assert "its looks" in found({"test_a": bold}).set_aside[of("test_a")]


def test_what_an_unstable_test_noticed_is_left_to_a_stable_one_further_down():
    unstable = {f"test_{n}": (lambda seen: not (seen.word == CANONICAL and seen.seed == 1)) for n in range(4)}
    evidence = found({**unstable, "test_honest": notices(CANONICAL)})
    assert evidence.caught == {CANONICAL}
    assert set(evidence.set_aside) == {of(name) for name in unstable}


def test_a_kill_that_hangs_on_the_hash_seed_does_not_count():
    assert found({"test_a": lambda seen: not (seen.is_broken and seen.word == SELF and seen.seed == 1)}).caught == set()


def test_a_test_that_fails_whenever_few_tests_are_run_does_not_count():
    # A run on some of the tests is not the mark of a broken engine: as many correct ones are run on them.
    tests = {
        "test_peeping": lambda seen: seen.among is None or len(seen.among) > 1,
        "test_honest": notices(OTHER),
        "test_passes": notices(),
    }
    for chance in range(10):
        assert found(tests, chance).caught == {OTHER}


def test_a_test_that_fails_on_every_second_run_scores_nothing():
    for chance in range(20):
        counter = itertools.count()
        assert found({"test_a": lambda seen, counter=counter: next(counter) % 2 == 0}, chance).caught == set()


# -- time and damage -----------------------------------------------------------------------------


def test_running_out_of_time_on_a_broken_engine_counts_for_a_test_that_is_usually_fast():
    hanging = {"test_a": lambda seen: TIMEOUT if seen.word == CANONICAL else True}
    assert found(hanging, seconds=0.1).caught == {CANONICAL}


def test_running_out_of_time_counts_nothing_for_a_test_that_is_near_the_limit_anyway():
    hanging = {"test_a": lambda seen: TIMEOUT if seen.word == CANONICAL else True}
    assert found(hanging, seconds=0.5).caught == set()


def test_running_out_of_time_once_is_held_against_nobody():
    slow = {"test_a": lambda seen: TIMEOUT if seen.word == CANONICAL and seen.seed == 1 else True}
    evidence = found(slow)
    assert (evidence.caught, evidence.set_aside) == (set(), {})


def test_the_end_of_a_process_on_a_broken_engine_never_counts():
    assert found({"test_a": lambda seen: ENDED if seen.is_broken else True}).caught == set()


def test_records_of_a_damaged_run_on_a_broken_engine_count_nothing():
    evidence = found({"test_a": notices(*EVERYTHING)}, damage=lambda seen: "forged" if seen.is_broken else "")
    assert (evidence.caught, evidence.set_aside) == (set(), {})


def test_a_record_of_a_test_that_was_not_to_run_counts_nothing():
    class Forging(PretendedExaminer):
        def run(self, run):
            result = super().run(run)
            if run.tests is None:
                return result
            return structs.replace(result, tests=(*result.tests, TestRecord(test="forged", outcome="failed")))

    evidence = examined([Forging({"test_a": notices(SELF)}, seed) for seed in (1, 2)])
    assert (evidence.tests, evidence.caught) == ((of("test_a"),), {SELF})


def test_a_damaged_run_on_a_correct_engine_lets_no_test_count():
    evidence = found({"test_a": notices(*EVERYTHING)}, damage=lambda seen: "forged" if seen.word == "explicit" else "")
    assert evidence.caught == set()
    assert set(evidence.set_aside) == {of("test_a")}


def test_damage_at_the_start_is_an_obstacle():
    assert found({"test_a": notices()}, damage=lambda seen: "It was killed.").obstacle == "It was killed."


def test_a_submission_without_tests_has_an_obstacle():
    assert found({}).obstacle == "No test was found."


def test_a_submission_whose_time_is_over_has_an_obstacle():
    examiners = [PretendedExaminer({"test_a": notices(SELF)}, seed) for seed in (1, 2)]
    with pool_of(*examiners, seconds=-1) as pool:
        assert "longer than a submission may" in examine(pool, ENGINES, 2.0).obstacle


def test_an_examination_that_nobody_waits_for_stops():
    stop = threading.Event()
    stop.set()
    with pool_of(PretendedExaminer({"test_a": notices()}, 1), stop=stop) as pool, pytest.raises(StoppedError):
        examine(pool, ENGINES, 2.0)


# -- what a run gives away -----------------------------------------------------------------------


def test_the_order_of_the_runs_is_another_each_time():
    orders = set()
    for chance in range(5):
        examiner = PretendedExaminer({"test_a": notices(*EVERYTHING)}, 1)
        examined([examiner], chance)
        orders.add(tuple(run.engine["engine.py"] for run in examiner.runs))
    assert len(orders) == 5


def test_tests_that_nothing_noticed_cost_no_second_round():
    examiner = PretendedExaminer({"test_a": notices()}, 1)
    examined([examiner])
    assert len(examiner.runs) == 2 + len(ENGINES.controls) + 2 * sum(text.after is None for text in ENGINES.targets)


def test_an_engine_is_tried_only_once_the_one_it_comes_after_was_noticed():
    assert found({"test_a": notices(f"{SELF}:reversed")}).caught == set()
    assert found({"test_a": notices(SELF), "test_b": notices(f"{SELF}:reversed")}).caught == {SELF, f"{SELF}:reversed"}


def test_a_seen_engine_can_be_told_apart_by_the_pretended_tests():
    seen = Seen("broken add-1 plain", "written", 1, None, 0)
    assert (seen.is_broken, seen.word) == (True, SELF)

from __future__ import annotations

import contextlib
import random
import threading
from contextlib import contextmanager

import pytest

from gradbreak.grading.model import RunRequest
from gradbreak.grading.rounds.examiner_pool import ExaminerPool, SubmissionTimeoutError
from gradbreak.grading.rounds.runs import PlannedRun
from tests.gradbreak.grading.pretended import ENGINES, PretendedExaminer, notices


class Openings:
    """Examiners that remember the threads they were opened, used and closed in."""

    def __init__(self) -> None:
        self.threads: dict[int, list[str]] = {}

    @contextmanager
    def open(self, number: int, fails: bool = False, breaks: bool = False):
        name = threading.current_thread().name
        if fails:
            raise OSError(f"no {number}")
        self.threads[number] = [name]

        def test(seen):
            if breaks:
                raise RuntimeError("out of order")
            return self._note(number)

        examiner = PretendedExaminer({"test_a": test}, number)
        try:
            yield examiner
        finally:
            self._note(number)

    def _note(self, number: int) -> bool:
        self.threads[number].append(threading.current_thread().name)
        return True


def pool_of(openings, side_by_side: bool) -> ExaminerPool:
    return ExaminerPool(openings, side_by_side=side_by_side, seconds=60, stop=threading.Event())


CHANCE = random.Random(0)
"""Nothing is left to chance: pretended engines are the same in every draw."""

PLANS = [PlannedRun(engine=ENGINES.reference, request=RunRequest(engine=ENGINES.reference.code_for_a_run(CHANCE)))]


@pytest.mark.parametrize(("side_by_side", "threads"), [(True, 2), (False, 1)])
def test_an_examiner_is_opened_used_and_closed_in_one_thread(side_by_side, threads):
    openings = Openings()
    with pool_of([openings.open(1), openings.open(2)], side_by_side) as pool:
        pool.run([PLANS, PLANS])
    assert [len(names) for names in openings.threads.values()] == [3, 3]
    assert [len(set(names)) for names in openings.threads.values()] == [1, 1]
    assert len({names[0] for names in openings.threads.values()}) == threads


@pytest.mark.parametrize("side_by_side", [True, False])
@pytest.mark.parametrize("failing", [1, 2])
def test_an_examiner_is_closed_where_the_other_cannot_be_opened(failing, side_by_side):
    openings = Openings()
    with (
        pytest.raises(OSError, match=f"no {failing}"),
        pool_of([openings.open(number, fails=number == failing) for number in (1, 2)], side_by_side),
    ):
        pass
    (names,) = openings.threads.values()
    assert len(names) == 2


def test_examiners_are_closed_after_an_error_in_a_run():
    openings = Openings()
    pool = pool_of([openings.open(1, breaks=True), openings.open(2)], True)
    with pytest.raises(RuntimeError), pool:
        pool.run([PLANS, PLANS])
    assert len(openings.threads[1]) == 2


def test_each_examiner_makes_its_runs_in_order():
    first, second = (PretendedExaminer({"test_a": notices()}, seed) for seed in (1, 2))

    @contextmanager
    def opened(examiner):
        yield examiner

    schedule = [
        [PlannedRun(engine=e, request=RunRequest(engine=e.code_for_a_run(CHANCE))) for e in order]
        for order in (ENGINES.correct, ENGINES.controls)
    ]
    with pool_of([opened(first), opened(second)], True) as pool:
        completed = pool.run(schedule)
    assert [run.engine for run in first.runs] == [engine.code_for_a_run(CHANCE) for engine in ENGINES.correct]
    assert [run.engine for run in second.runs] == [engine.code_for_a_run(CHANCE) for engine in ENGINES.controls]
    assert [run.plan.engine.name for run in completed] == [
        engine.name for engine in (*ENGINES.correct, *ENGINES.controls)
    ]


@pytest.mark.parametrize("side_by_side", [True, False])
def test_the_time_of_a_submission_is_that_of_its_runs_together(side_by_side):
    examiners = [PretendedExaminer({"test_a": notices()}, seed, run_seconds=40.0) for seed in (1, 2)]
    openings = [contextlib.nullcontext(examiner) for examiner in examiners]
    with pool_of(openings, side_by_side) as pool:  # it has 60 seconds
        pool.run([PLANS, PLANS])
        with pytest.raises(SubmissionTimeoutError):
            pool.run([PLANS, []])
    assert [len(examiner.runs) for examiner in examiners] == [1, 1]

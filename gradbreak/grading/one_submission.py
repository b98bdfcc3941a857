"""Grades one submission, from its files to its grade."""

from __future__ import annotations

import random
import threading

from msgspec import structs

from gradbreak.grading.engines import CorrectEngine
from gradbreak.grading.fingerprints import fingerprints
from gradbreak.grading.grader import Grader
from gradbreak.grading.judge import judge
from gradbreak.grading.model import GradedSubmission, RunRequest, Submission, TestRecord
from gradbreak.grading.next_tests import next_tests
from gradbreak.grading.own_tests import MOST_TESTS, own_tests
from gradbreak.grading.rounds import Evidence, ExaminerPool, PlannedRun, SubmissionTimeoutError, examine

HASH_SEEDS = (1, 2)
"""There is one examiner for each seed, because a test must not depend on how strings are hashed."""


_NOTHING: tuple[TestRecord, ...] = ()


def grade_one(
    grader: Grader, submission: Submission, *, side_by_side: bool = True, stop: threading.Event | None = None
) -> GradedSubmission:
    """The grade of one submission. Every submission gets one, whatever its code does.

    Args:
        grader: the grader.
        submission: its files.
        side_by_side: whether its two examiners work at the same time.
        stop: the caller sets it when it no longer waits for the grade.

    Raises:
        CouldNotGrade: its tests cannot be isolated on this machine.
        StoppedError: ``stop`` was set.
    """
    if submission.problem:
        evidence, told = Evidence(obstacle=submission.problem), _NOTHING
    else:
        evidence, told = _examined(grader, submission, side_by_side=side_by_side, stop=stop or threading.Event())
    suggested = (
        next_tests(grader.engines.broken, evidence.caught, grader.reference_rows, grader.reference.files)
        if grader.reference
        else ()
    )
    graded = judge(submission, evidence, grader.engines, suggested, grader.isolation)
    return structs.replace(graded, own=own_tests(submission, evidence, told), sources=fingerprints(submission.files))


def not_graded(grader: Grader, submission: Submission, why: str) -> GradedSubmission:
    """The grade of a submission that could not be graded.

    Args:
        grader: the grader.
        submission: its files.
        why: the reason, for its author and the teacher.
    """
    return judge(submission, Evidence(obstacle=why), grader.engines, (), grader.isolation)


def _examined(
    grader: Grader, submission: Submission, *, side_by_side: bool, stop: threading.Event
) -> tuple[Evidence, tuple[TestRecord, ...]]:
    openings = [grader.open(submission, seed) for seed in HASH_SEEDS]
    with ExaminerPool(openings, side_by_side=side_by_side, seconds=grader.rubric.submission_seconds, stop=stop) as pool:
        evidence = examine(pool, grader.engines, grader.test_seconds)
        return evidence, _told(pool, grader, evidence)


def _told(pool: ExaminerPool, grader: Grader, evidence: Evidence) -> tuple[TestRecord, ...]:
    """What the tests write, by a run on the engine that tells. It comes last, and nothing in it changes the grade."""
    text = grader.engines.telling
    valid = tuple(test for test in evidence.tests if test not in evidence.set_aside)[:MOST_TESTS]
    if text is None or evidence.obstacle or not valid:
        return ()
    engine = CorrectEngine(name="telling", independent_of="", text=text, sets=grader.engines.reference.sets)
    # It is no disguised engine, so nothing of it is drawn.
    code = engine.code_for_a_run(random.Random(0))
    planned = PlannedRun(engine=engine, request=RunRequest(engine=code, tests=valid))
    try:
        (completed,) = pool.run([[planned], *([] for _ in range(pool.size - 1))])
    except SubmissionTimeoutError:
        return ()
    return () if completed.result.damage else completed.result.tests

"""Examining one submission: find its tests, screen every engine with them, and follow up what they catch.

The parts are ``schedule`` (what to run next), ``examiner_pool`` (runs it), ``validity`` (which tests count) and
``decision`` (which failures are kills). This module connects them.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from gradbreak.grading.engines import CorrectEngine, Engines, Target
from gradbreak.grading.model import FileProblem, TestRecord
from gradbreak.grading.rounds.decision import Observation, counts_as_failure, decide
from gradbreak.grading.rounds.examiner_pool import ExaminerPool, SubmissionTimeoutError
from gradbreak.grading.rounds.runs import CompletedRun
from gradbreak.grading.rounds.schedule import DISCOVERY_ORDERS, Schedule, Scheduler, witnesses
from gradbreak.grading.rounds.validity import UNSTABLE, reasons

NO_TEST = "No test was found."


class Evidence(Struct, frozen=True, kw_only=True):
    """What the rounds found out about one submission.

    Attributes:
        tests: every test that was found, in written order.
        problems: files from which no test could be read.
        set_aside: test → why it does not count.
        caught_by_test: valid test → the ids of the broken engines that it catches.
        caught: the ids of all broken engines that a valid test kills; see ``decision``.
        obstacle: why the submission could not be examined; empty where it could.
    """

    tests: tuple[str, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    set_aside: Mapping[str, str] = {}
    caught_by_test: Mapping[str, frozenset[str]] = {}
    caught: frozenset[str] = frozenset()
    obstacle: str = ""


def examine(pool: ExaminerPool, engines: Engines, test_seconds: float, chance: random.Random | None = None) -> Evidence:
    """Try a submission's tests on every engine.

    What an honest test does depends on the engine's behaviour alone. Chance decides the order of the runs and the
    disguises only, so it changes nothing about the evidence. Which examiner, and so which hash seed, tries an engine is
    fixed.

    Args:
        pool: the examiners.
        engines: what to try the tests on.
        test_seconds: the limit that the examiners hold a test to, in seconds.
        chance: decides the order. None for the system's, which no test can predict.

    Raises:
        StoppedError: the pool was stopped.
    """
    examination = _Examination(pool, engines, test_seconds, chance or secrets.SystemRandom())
    try:
        return examination.run()
    except SubmissionTimeoutError:
        return examination.evidence("Its tests together take longer than a submission may.")


class _Examination:
    def __init__(self, pool: ExaminerPool, engines: Engines, test_seconds: float, chance: random.Random) -> None:
        self._pool = pool
        self._engines = engines
        self._test_seconds = test_seconds
        self._scheduler = Scheduler(engines, pool.size, chance)
        self._correct: list[CompletedRun] = []
        self._tests: tuple[str, ...] = ()
        self._problems: tuple[FileProblem, ...] = ()
        self._set_aside: dict[str, str] = {}
        self._tried: set[int] = set()
        self._follow_ups: Counter[int] = Counter()
        self._observations: list[Observation] = []

    def run(self) -> Evidence:
        damage = self._discover()
        if damage or not self._tests:
            return self.evidence(damage or NO_TEST)
        while self._try_next():
            pass
        return self.evidence()

    def _discover(self) -> str:
        """Find the tests and run them on the reference engine; return why that failed, or an empty text."""
        completed = self._pool.run(self._scheduler.discovery())
        completed.sort(key=lambda run: DISCOVERY_ORDERS.index(run.plan.request.order))
        self._problems = tuple({p.file: p for run in reversed(completed) for p in run.result.problems}.values())
        self._tests = tuple(dict.fromkeys(record.test for run in completed for record in run.result.tests))
        self._note_correct(completed)
        return next((run.result.damage for run in completed if run.result.damage), "")

    def _try_next(self) -> bool:
        """Make one round; whether there was anything left to run."""
        valid = self._valid()
        decision = decide(self._observations)
        screened = self._scheduler.untried_targets(self._tried, decision.suspected_targets(valid))
        followed, chosen = witnesses(decision.undecided(valid), self._tests, self._follow_ups)
        if not valid or not (screened or followed):
            return False
        schedule = self._scheduler.round(screened, valid, followed, chosen, with_controls=not self._tried)
        self._tried.update(screened)
        self._follow_ups.update(followed)
        self._run(schedule, valid)
        for test in sorted(decide(self._observations).unstable):
            self._set_aside.setdefault(test, UNSTABLE)
        return True

    def _run(self, schedule: Schedule, valid: tuple[str, ...]) -> None:
        completed = self._pool.run(schedule)
        self._note_correct(run for run in completed if isinstance(run.plan.engine, CorrectEngine))
        slowest = self._slowest_seconds()
        for run in completed:
            if isinstance(run.plan.engine, Target):
                self._observations += self._observed(run, run.plan.engine, run.plan.request.tests or valid, slowest)

    def _note_correct(self, completed: Iterable[CompletedRun]) -> None:
        self._correct += completed
        # In a fixed order, so that chance does not choose which of several controls a reason names.
        names = [engine.name for engine in self._engines.correct]
        self._correct.sort(key=lambda run: names.index(run.plan.engine.name))  # type: ignore[union-attr]
        for test, reason in reasons(self._correct, self._tests, self._test_seconds).items():
            self._set_aside.setdefault(test, reason)

    def _observed(
        self, run: CompletedRun, engine: Target, asked: tuple[str, ...], slowest: Mapping[str, float]
    ) -> Iterable[Observation]:
        number = next(n for n, target in enumerate(self._engines.targets) if target is engine)
        records = {record.test: record for record in _records(run)}
        for test in asked:
            outcome = records[test].outcome if test in records else None
            yield Observation(
                target=number,
                test=test,
                outcome=outcome,
                is_failure=counts_as_failure(outcome, slowest.get(test, 0.0), self._test_seconds),
            )

    def _slowest_seconds(self) -> Mapping[str, float]:
        """For each test its longest wall time on correct engines, in seconds."""
        slowest: dict[str, float] = {}
        for run in self._correct:
            for record in run.result.tests:
                slowest[record.test] = max(record.seconds, slowest.get(record.test, 0.0))
        return slowest

    def _valid(self) -> tuple[str, ...]:
        return tuple(test for test in self._tests if test not in self._set_aside)

    def evidence(self, obstacle: str = "") -> Evidence:
        valid = self._valid()
        decision = decide(self._observations)
        ids = [target.ids for target in self._engines.targets]
        caught_by_test: dict[str, frozenset[str]] = dict.fromkeys(valid, frozenset())
        for target, test in decision.kills(valid):
            caught_by_test[test] |= set(ids[target])
        return Evidence(
            tests=self._tests,
            problems=self._problems,
            set_aside=dict(self._set_aside),
            caught_by_test=caught_by_test,
            caught=frozenset(id_ for target in decision.killed_targets(valid) for id_ in ids[target]),
            obstacle=obstacle,
        )


def _records(run: CompletedRun) -> tuple[TestRecord, ...]:
    return () if run.result.damage else run.result.tests

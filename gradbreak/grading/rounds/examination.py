"""The rounds: discover the tests, try them on every engine, and confirm what they noticed on disguised ones."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from gradbreak.grading.engines import CorrectEngine, Engines, Target
from gradbreak.grading.model import FileProblem, RunRequest, TestOrder, TestOutcome, TestRecord
from gradbreak.grading.rounds.examiner_pool import ExaminerPool, SubmissionTimeoutError
from gradbreak.grading.rounds.schedule import dealt
from gradbreak.grading.rounds.types import CompletedRun, Evidence, PlannedRun
from gradbreak.grading.rounds.validity import LOOKS_AT_CODE, reasons

WITNESSES = 3
"""How many tests confirm a broken engine that many noticed. One would do; some may prove unstable."""

FAR = 10.0
"""How many times a test's time on correct engines must fit into the limit, for running into it to mean something."""


def examine(pool: ExaminerPool, engines: Engines, test_seconds: float, chance: random.Random | None = None) -> Evidence:
    """Try a submission's tests on every engine.

    What an honest test does depends on the engine alone, and all that is left to chance here is the order of
    the runs, so nothing that is found of it is. Which examiner, and so which hash seed, tries an engine is fixed.

    Args:
        pool: the examiners.
        engines: what to try the tests on.
        test_seconds: the limit on the clock that the examiners hold a test to.
        chance: decides the order; the system's where it is left out, so that no test can predict it.
    """
    examination = _Examination(pool, engines, test_seconds, chance or secrets.SystemRandom())
    try:
        return examination.run()
    except SubmissionTimeoutError:
        return examination.evidence("Its tests together take longer than a submission may.")


class _Sighting(Struct, frozen=True):
    """One test that failed, or ran out of time, on the plain form of a broken engine."""

    text: int
    test: str
    outcome: TestOutcome


class _Examination:
    def __init__(self, pool: ExaminerPool, engines: Engines, test_seconds: float, chance: random.Random) -> None:
        self._pool = pool
        self._engines = engines
        self._test_seconds = test_seconds
        self._chance = chance
        self._correct: list[CompletedRun] = []
        self._tests: tuple[str, ...] = ()
        self._problems: tuple[FileProblem, ...] = ()
        self._set_aside: dict[str, str] = {}
        self._tried: set[int] = set()
        self._sightings: list[_Sighting] = []
        self._confirmed: set[tuple[int, str]] = set()
        self._refuted: set[tuple[int, str]] = set()

    def run(self) -> Evidence:
        damage = self._discover()
        if damage or not self._tests:
            return self.evidence(damage or "No test was found.")
        while self._valid() and ((new := self._untried()) or self._unconfirmed()):
            self._play_round(new, self._unconfirmed())
        return self.evidence()

    # -- the rounds ------------------------------------------------------------------------------

    def _discover(self) -> str:
        """Collect the tests and run them on the reference, as they are written and the other way round."""
        orders = [TestOrder.WRITTEN, TestOrder.REVERSED]
        hands = [
            [self._trial(self._engines.reference, None, order) for order in orders[seat :: self._pool.seats]]
            for seat in range(self._pool.seats)
        ]
        played = self._pool.play(hands)
        played.sort(key=lambda tried: orders.index(tried.trial.run.order))
        self._problems = tuple({p.file: p for tried in reversed(played) for p in tried.result.problems}.values())
        self._tests = tuple(dict.fromkeys(record.test for tried in played for record in tried.result.tests))
        self._note_correct(played)
        return next((tried.result.damage for tried in played if tried.result.damage), "")

    def _play_round(self, new: Sequence[int], asked: Mapping[int, tuple[str, ...]]) -> None:
        """Broken engines in their plain form on every valid test, and disguised ones on tests that noticed the plain.

        Args:
            new: the numbers of the first.
            asked: the numbers of the others, each with its tests.
        """
        valid, seats = self._valid(), self._pool.seats
        broken: list[list[PlannedRun]] = [[] for _ in range(seats)]
        for number in new:
            broken[number % seats].append(self._trial(self._engines.targets[number], valid))
        for number, tests in asked.items():
            # On the other examiner than before, so that a failure that hangs on a hash seed is not confirmed.
            broken[(number + 1) % seats].append(self._trial(self._engines.targets[number], tests, disguised=True))
        if self._tried:
            correct = [self._correct_like([*asked.values(), *([valid] if new else [])]) for _ in broken]
        else:
            correct = [[self._trial(self._engines.reference, valid)] for _ in broken]
            for number, control in enumerate(self._engines.correct[1:]):
                correct[number % seats].append(self._trial(control, valid))
        self._tried.update(new)
        confirmed = set()
        for tried in self._play(broken, correct):
            number = self._number(tried)
            noticed = [record for record in _records(tried) if record.test in valid and self._is_noticed(record)]
            if tried.trial.is_confirming:
                confirmed |= {(number, record.test) for record in noticed}
            else:
                self._sightings += [_Sighting(number, record.test, record.outcome) for record in noticed]
        expected = {(number, test) for number, tests in asked.items() for test in tests}
        self._confirmed |= confirmed & expected
        self._refuted |= expected - confirmed
        # Running out of time once is the machine's doing as likely as the test's: it proves nothing either way.
        failed = {(s.text, s.test) for s in self._sightings if s.outcome == TestOutcome.FAILED}
        suspicious = [test for number, test in sorted(self._refuted & failed)]
        for test in dict.fromkeys(suspicious):
            if suspicious.count(test) > 1:
                self._set_aside.setdefault(test, LOOKS_AT_CODE)

    def _correct_like(self, choices: Sequence[tuple[str, ...]]) -> list[PlannedRun]:
        """Correct engines on such choices of tests as the broken ones are run on, so that the choice tells nothing."""
        return [
            self._trial(engine, self._chance.choice(choices))
            for engine in (
                self._chance.choice(self._engines.decoys),
                self._chance.choice(self._engines.correct),
            )
        ]

    # -- what they share -------------------------------------------------------------------------

    def _trial(
        self,
        engine: CorrectEngine | Target,
        tests: tuple[str, ...] | None,
        order: TestOrder = TestOrder.WRITTEN,
        *,
        disguised: bool = False,
    ) -> PlannedRun:
        if isinstance(engine, CorrectEngine):
            text = engine.text_for_a_run(self._chance)
            return PlannedRun(engine=engine, run=RunRequest(engine=text, tests=tests, order=order))
        text = engine.disguised.text(self._chance) if disguised else engine.plain
        return PlannedRun(engine=engine, run=RunRequest(engine=text, tests=tests), is_confirming=disguised)

    def _play(
        self, broken: Sequence[Sequence[PlannedRun]], correct: Sequence[Sequence[PlannedRun]]
    ) -> Iterable[CompletedRun]:
        """Make the runs in any order; those on broken engines."""
        hands = [dealt(*hands, self._chance) for hands in zip(broken, correct, strict=True)]
        played = self._pool.play(hands)
        self._note_correct(tried for tried in played if isinstance(tried.trial.engine, CorrectEngine))
        return [tried for tried in played if isinstance(tried.trial.engine, Target)]

    def _note_correct(self, played: Iterable[CompletedRun]) -> None:
        self._correct += played
        # In a fixed order, so that chance does not choose among the controls that a test fails on.
        names = [engine.name for engine in self._engines.correct]
        self._correct.sort(key=lambda tried: names.index(tried.trial.engine.name))  # type: ignore[union-attr]
        for test, reason in reasons(self._correct, self._tests, self._test_seconds).items():
            self._set_aside.setdefault(test, reason)

    def _number(self, tried: CompletedRun) -> int:
        return next(n for n, text in enumerate(self._engines.targets) if text is tried.trial.engine)

    def _valid(self) -> tuple[str, ...]:
        return tuple(test for test in self._tests if test not in self._set_aside)

    def _is_noticed(self, record: TestRecord) -> bool:
        """Whether this outcome on a broken engine may count. The end of a process never does: anything can end it."""
        if record.outcome == TestOutcome.TIMEOUT:
            return self._slowest(record.test) * FAR <= self._test_seconds
        return record.outcome == TestOutcome.FAILED

    def _slowest(self, test: str) -> float:
        return max(
            (record.seconds for tried in self._correct for record in tried.result.tests if record.test == test),
            default=0.0,
        )

    def _untried(self) -> tuple[int, ...]:
        """The broken engines to be tried next: at first all that can earn something for themselves."""
        valid = set(self._valid())
        noticed = {id_ for s in self._sightings if s.test in valid for id_ in self._engines.targets[s.text].ids}
        return tuple(
            number
            for number, text in enumerate(self._engines.targets)
            if number not in self._tried and (text.after is None or text.after in noticed)
        )

    def _unconfirmed(self) -> dict[int, tuple[str, ...]]:
        """For each broken engine that was noticed and not confirmed yet, the next tests that might confirm it."""
        position = {test: number for number, test in enumerate(self._tests)}
        valid = set(self._valid())
        done = {number for number, test in self._confirmed if test in valid}
        waiting: dict[int, list[str]] = {}
        for sighting in sorted(self._sightings, key=lambda sighting: (sighting.text, position[sighting.test])):
            key = (sighting.text, sighting.test)
            if sighting.text not in done and sighting.test in valid and key not in self._confirmed | self._refuted:
                waiting.setdefault(sighting.text, []).append(sighting.test)
        return {number: tuple(tests[:WITNESSES]) for number, tests in waiting.items()}

    def evidence(self, obstacle: str = "") -> Evidence:
        valid = self._valid()
        caught = {number for number, test in self._confirmed if test in set(valid)}
        seen = {(s.text, s.test) for s in self._sightings} - self._refuted
        ids = [text.ids for text in self._engines.targets]
        return Evidence(
            tests=self._tests,
            problems=self._problems,
            set_aside=dict(self._set_aside),
            noticed={
                test: frozenset(id_ for number in caught if (number, test) in seen for id_ in ids[number])
                for test in valid
            },
            caught=frozenset(id_ for number in caught for id_ in ids[number]),
            obstacle=obstacle,
        )


def _records(tried: CompletedRun) -> tuple[TestRecord, ...]:
    return () if tried.result.damage else tried.result.tests

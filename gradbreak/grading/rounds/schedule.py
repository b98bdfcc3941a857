"""Which runs are made next, on which examiner and in which order. It plans runs and makes none.

Every run on a broken engine comes with one on a correct engine: with the same order of operands, in the same disguise,
on the same tests in the same order, and on the same examiner. The runs of an examiner are then shuffled. So nothing
that a test can see of a run but the engine's behaviour says whether the engine is broken.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence

from gradbreak.grading.engines import CorrectEngine, Engines, Target
from gradbreak.grading.model import RunRequest, TestOrder
from gradbreak.grading.rounds.decision import Pair
from gradbreak.grading.rounds.draws import examiner_of, follow_up
from gradbreak.grading.rounds.runs import PlannedRun

DISCOVERY_ORDERS = (TestOrder.WRITTEN, TestOrder.REVERSED)

MOST_FOLLOW_UPS = 2
"""How many follow-ups a target has. The second is for one whose witness turned out to be unstable."""

Schedule = Sequence[Sequence[PlannedRun]]
"""For each examiner, its runs in order."""


class Scheduler:
    """Plans the runs of one submission.

    Args:
        engines: the engines to run on.
        examiners: how many examiners share the runs.
        chance: decides the order of the runs and the disguises. It is the system's, because a test must not be able to
            predict any of them.
    """

    def __init__(self, engines: Engines, examiners: int, chance: random.Random) -> None:
        self._engines = engines
        self._examiners = examiners
        self._chance = chance

    def discovery(self) -> Schedule:
        """All tests on the reference engine, in written and in reversed order."""
        return [
            [self._run(self._engines.reference, None, order) for order in DISCOVERY_ORDERS[n :: self._examiners]]
            for n in range(self._examiners)
        ]

    def untried_targets(self, tried: Collection[int], failed: Collection[int]) -> tuple[int, ...]:
        """The targets to screen next. One that depends on another waits until a valid test has failed on that one.

        Args:
            tried: the targets that were screened already.
            failed: the targets that a valid test failed on.
        """
        failed_ids = {id_ for number in failed for id_ in self._engines.targets[number].ids}
        return tuple(
            number
            for number, target in enumerate(self._engines.targets)
            if number not in tried and (target.after is None or target.after in failed_ids)
        )

    def round(
        self,
        screened: Sequence[int],
        valid: tuple[str, ...],
        followed: Sequence[int],
        witnesses: tuple[str, ...],
        *,
        with_controls: bool,
    ) -> Schedule:
        """The runs of one round.

        Args:
            screened: the targets to screen with all valid tests.
            valid: the valid tests.
            followed: the targets to follow up with the witnesses.
            witnesses: the tests to follow up with.
            with_controls: whether to run the valid tests on every control.
        """
        schedule: list[list[PlannedRun]] = [[] for _ in range(self._examiners)]
        for number in screened:
            target = self._engines.targets[number]
            pair = [self._run(target, valid), self._run(self._engines.partner_of(target), valid)]
            schedule[examiner_of(number, 0, self._examiners)] += pair
        for partner in self._engines.decoys:
            targets = [number for number in followed if self._engines.targets[number].partner == partner.name]
            for runs, more in zip(schedule, self._follow_up(targets, partner, witnesses, len(valid)), strict=True):
                runs += more
        if with_controls:
            for number, control in enumerate(self._engines.controls):
                schedule[number % self._examiners].append(self._run(control, valid))
        # Every order is equally likely, the last place included: a test that waits for it learns nothing.
        return [self._chance.sample(runs, len(runs)) for runs in schedule]

    def _follow_up(
        self, targets: Sequence[int], partner: CorrectEngine, witnesses: tuple[str, ...], tests: int
    ) -> Schedule:
        if not targets:
            return [[] for _ in range(self._examiners)]
        plan = follow_up(targets, tests, self._examiners, len(self._engines.decoys))
        schedule = [[self._run(partner, witnesses) for _ in range(count)] for count in plan.correct]
        for number in targets:
            for draw in range(1, plan.draws + 1):
                run = self._run(self._engines.targets[number], witnesses)
                schedule[examiner_of(number, draw, self._examiners)].append(run)
        return schedule

    def _run(
        self, engine: CorrectEngine | Target, tests: tuple[str, ...] | None, order: TestOrder = TestOrder.WRITTEN
    ) -> PlannedRun:
        code = engine.code_for_a_run(self._chance)
        return PlannedRun(engine=engine, request=RunRequest(engine=code, tests=tests, order=order))


def witnesses(
    undecided: Iterable[Pair], tests: Sequence[str], follow_ups: Mapping[int, int]
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The targets to follow up, and few tests to do it with.

    Of a target that was not followed up before, one test is enough: the one that most other targets need, too. In its
    second follow-up a target has all the tests that failed on it.

    Args:
        undecided: the pairs that need a follow-up.
        tests: all tests in written order.
        follow_ups: target → how many follow-ups it has had.
    """
    of_test: dict[str, set[int]] = {}
    for target, test in undecided:
        if follow_ups.get(target, 0) < MOST_FOLLOW_UPS:
            of_test.setdefault(test, set()).add(target)
    targets = {target for failed in of_test.values() for target in failed}
    again = {target for target in targets if follow_ups.get(target)}
    chosen = {test for test, failed in of_test.items() if failed & again}
    left = targets - {target for test in chosen for target in of_test[test]}
    while left:
        best = max((test for test in tests if test in of_test), key=lambda test: len(of_test[test] & left))
        chosen.add(best)
        left -= of_test[best]
    return tuple(sorted(targets)), tuple(test for test in tests if test in chosen)

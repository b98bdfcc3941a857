"""Which runs are made next, on which examiner and in which order. It plans runs and makes none."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence

from gradbreak.grading.engines import CorrectEngine, Engines, Target
from gradbreak.grading.model import RunRequest, TestOrder
from gradbreak.grading.rounds.decision import Pair
from gradbreak.grading.rounds.runs import PlannedRun

MOST_CONFIRMING_TESTS = 3
"""How many tests a confirming run has. One would be enough if it were sure to be stable."""

DISCOVERY_ORDERS = (TestOrder.WRITTEN, TestOrder.REVERSED)

Schedule = Sequence[Sequence[PlannedRun]]
"""For each examiner, its runs in order."""


class Scheduler:
    """Plans the runs of one submission.

    Args:
        engines: the engines to run on.
        examiners: how many examiners share the runs.
        chance: decides the order of the runs, the forms of disguised engines and the choice of paired runs. It is the
            system's, because a test must not be able to predict any of them.
    """

    def __init__(self, engines: Engines, examiners: int, chance: random.Random) -> None:
        self._engines = engines
        self._examiners = examiners
        self._chance = chance

    def discovery(self) -> Schedule:
        """All tests on the reference engine, in written and in reversed order."""
        return [
            [self._on_correct(self._engines.reference, None, order) for order in DISCOVERY_ORDERS[n :: self._examiners]]
            for n in range(self._examiners)
        ]

    def untried_targets(self, tried: Collection[int], failed: Collection[int]) -> tuple[int, ...]:
        """The targets to try next. One that depends on another waits until a valid test has failed on that one.

        Args:
            tried: the targets that were tried already.
            failed: the targets whose plain form a valid test failed on.
        """
        failed_ids = {id_ for number in failed for id_ in self._engines.targets[number].ids}
        return tuple(
            number
            for number, target in enumerate(self._engines.targets)
            if number not in tried and (target.after is None or target.after in failed_ids)
        )

    def round(
        self, new: Sequence[int], confirming: Mapping[int, tuple[str, ...]], valid: tuple[str, ...], *, is_first: bool
    ) -> Schedule:
        """The runs of one round.

        Args:
            new: the targets to try in plain form on all valid tests.
            confirming: the targets to try in disguised form, each with its tests.
            valid: the valid tests.
            is_first: whether to run on every correct engine, and not only on two for each examiner.
        """
        broken: list[list[PlannedRun]] = [[] for _ in range(self._examiners)]
        for number in new:
            broken[number % self._examiners].append(_on_plain(self._engines.targets[number], valid))
        for number, tests in confirming.items():
            # On another examiner than the plain form, so that a failure that depends on the hash seed is not confirmed.
            run = self._on_disguised(self._engines.targets[number], tests)
            broken[(number + 1) % self._examiners].append(run)
        if is_first:
            correct = [[self._on_correct(self._engines.reference, valid)] for _ in broken]
            for number, control in enumerate(self._engines.correct[1:]):
                correct[number % self._examiners].append(self._on_correct(control, valid))
        else:
            correct = [self._like([*confirming.values(), *([valid] if new else [])]) for _ in broken]
        return [shuffled(*runs, self._chance) for runs in zip(broken, correct, strict=True)]

    def _like(self, choices: Sequence[tuple[str, ...]]) -> list[PlannedRun]:
        """Runs on correct engines with the same choices of tests as broken ones, so that the choice tells nothing."""
        return [
            self._on_correct(engine, self._chance.choice(choices))
            for engine in (self._chance.choice(self._engines.decoys), self._chance.choice(self._engines.correct))
        ]

    def _on_correct(
        self, engine: CorrectEngine, tests: tuple[str, ...] | None, order: TestOrder = TestOrder.WRITTEN
    ) -> PlannedRun:
        text = engine.text_for_a_run(self._chance)
        return PlannedRun(engine=engine, request=RunRequest(engine=text, tests=tests, order=order))

    def _on_disguised(self, target: Target, tests: tuple[str, ...]) -> PlannedRun:
        request = RunRequest(engine=target.disguised.text(self._chance), tests=tests)
        return PlannedRun(engine=target, request=request, is_confirming=True)


def _on_plain(target: Target, tests: tuple[str, ...]) -> PlannedRun:
    return PlannedRun(engine=target, request=RunRequest(engine=target.plain, tests=tests))


def confirming_tests(undecided: Iterable[Pair], tests: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """For each target that awaits confirmation, the tests to confirm it with.

    Args:
        undecided: the pairs that await confirmation.
        tests: all tests in written order; the first ones are taken.
    """
    position = {test: number for number, test in enumerate(tests)}
    waiting: dict[int, list[str]] = {}
    for target, test in sorted(undecided, key=lambda pair: (pair[0], position[pair[1]])):
        waiting.setdefault(target, []).append(test)
    return {target: tuple(chosen[:MOST_CONFIRMING_TESTS]) for target, chosen in waiting.items()}


def shuffled(broken: Sequence[PlannedRun], correct: Sequence[PlannedRun], chance: random.Random) -> list[PlannedRun]:
    """One examiner's runs of a round in random order, with a correct engine at the end.

    A test could recognise the last run of a round by waiting for it, so what a test does there must not pay.

    Args:
        broken: runs on broken engines.
        correct: runs on correct engines, at least one.
        chance: decides the order.
    """
    correct = chance.sample(correct, len(correct))
    rest = [*broken, *correct[1:]]
    return [*chance.sample(rest, len(rest)), correct[0]]

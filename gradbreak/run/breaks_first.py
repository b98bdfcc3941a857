"""The main finding of a run while it is going on: accumulation mutants and breaks are judged before all others."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from gradbreak.model import DETECTED
from gradbreak.mutation import MutantSet
from gradbreak.run.assemble import status_of
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.journal import CellAnswer
from gradbreak.run.plan import PlannedRow

SECONDS_PER_MUTANT = 0.02
"""What a mutant takes beside its tests: a process, and putting the mutant in. Only the estimate depends on it."""


class SuiteKills(Struct, frozen=True, kw_only=True):
    """What a suite kills of the mutants that are judged first.

    Attributes:
        suite: its name.
        killed: how many accumulation mutants.
        breaks: how many breaks.
    """

    suite: str
    killed: int
    breaks: int


class EarlyFinding(Struct, frozen=True, kw_only=True):
    """What is known once accumulation mutants and breaks are judged.

    Attributes:
        total: how many accumulation mutants there are.
        breaks: how many breaks there are.
        suites: what each suite kills of them.
        left: how many other mutants are still to be run.
        seconds_left: about how long they will take on the clock, in seconds.
    """

    total: int
    breaks: int
    suites: tuple[SuiteKills, ...]
    left: int
    seconds_left: float


def judged_first(mutants: MutantSet) -> frozenset[str]:
    """The ids of the accumulation mutants and of the breaks."""
    accumulating = {mutant.id for mutant in mutants.mutants if mutant.family == mutants.accumulating}
    return frozenset(accumulating | {each.id for each in mutants.breaks})


class Stopwatch:
    """Estimates how long rows will take from how long others took."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def estimate(self, done: float, left: float) -> float:
        """The seconds on the clock that remain.

        Args:
            done: the weight of what was done since this was made; see ``weight``.
            left: the weight of what remains.
        """
        return (time.monotonic() - self._started) * left / done if done else 0.0


def weight(rows: Iterable[PlannedRow], seconds: Mapping[str, float]) -> float:
    """How much work rows are, in seconds of their tests on the engine as it is.

    Args:
        rows: each a mutant on a suite.
        seconds: test id → the seconds it takes on the engine as it is.
    """
    return sum(SECONDS_PER_MUTANT + sum(seconds[test] for test in (*row.warm, *row.cold)) for row in rows)


def early_finding(
    mutants: MutantSet,
    baselines: Sequence[SuiteBaseline],
    answers: Mapping[str, Mapping[str, CellAnswer]],
    rest: Collection[PlannedRow],
    seconds_left: float,
) -> EarlyFinding:
    """Count what each suite kills of the mutants that are judged first.

    Args:
        mutants: of the run.
        baselines: the suites.
        answers: mutant id → test id → answer.
        rest: the rows that are still to be run.
        seconds_left: about how long they will take.
    """
    accumulating = [each.id for each in mutants.mutants if each.family == mutants.accumulating and not each.equivalent]
    breaks = [each.id for each in mutants.breaks]

    def killed(ids: Iterable[str], baseline: SuiteBaseline) -> int:
        return sum(
            any(status_of(answers.get(id_, {}).get(test)) in DETECTED for test in baseline.counting) for id_ in ids
        )

    return EarlyFinding(
        total=len(accumulating),
        breaks=len(breaks),
        suites=tuple(
            SuiteKills(suite=each.suite.name, killed=killed(accumulating, each), breaks=killed(breaks, each))
            for each in baselines
        ),
        left=len({row.mutant for row in rest}),
        seconds_left=seconds_left,
    )

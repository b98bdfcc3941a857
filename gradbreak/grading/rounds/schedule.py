"""In which order runs are made, so that nothing about a run's place says what engine it is on."""

from __future__ import annotations

import random
from collections.abc import Sequence

from gradbreak.grading.rounds.types import PlannedRun


def dealt(broken: Sequence[PlannedRun], correct: Sequence[PlannedRun], chance: random.Random) -> list[PlannedRun]:
    """One examiner's runs of a round: any order, and a correct engine at the end.

    The last run of a round could be told by waiting for it: what a test does there must not pay.

    Args:
        broken: runs on broken engines.
        correct: runs on correct ones, at least one.
        chance: decides; a grade must not be predictable, so it is the system's.
    """
    correct = chance.sample(correct, len(correct))
    rest = [*broken, *correct[1:]]
    return [*chance.sample(rest, len(rest)), correct[0]]

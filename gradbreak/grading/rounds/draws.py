"""How many draws of a target it takes until a failing test is evidence, and what luck can still earn.

A test that cannot tell which engine it runs on can only choose the runs that it fails in: by chance, by the clock, by
counting runs, or together with other tests. Runs are dealt at random, so every choice is equally good. To earn
anything, a test must fail on every draw of a target and on no correct engine. Of ``c`` correct runs and ``d`` draws of
the target, only one of the ``comb(c + d, d)`` ways to choose ``d`` runs is right. This is Fisher's exact test (R. A.
Fisher, "The Design of Experiments", 1935, chapter 2). The draws of other targets are left out of the count, because a
test may tell those apart by what they do.

The first draw, the screening, is made on every target; the further draws, the follow-up, only on those that some test
failed on. So the whole is a sequential test with two stages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

LEAST, MOST = 3, 6
"""How many follow-up draws of a target there may be. Fewer than three make runs on correct engines pile up."""

SCREENED = 0.5
"""The chance that a run which a test chooses to fail in is one on a broken engine: half of the screening runs are."""

BOUND = 5e-4
"""The chance that luck may have in the follow-up of one order of operands. There are two of them, and one in a thousand
is the limit for both. Where a rubric gives points for other families, all follow-ups share that thousandth."""

MANY_TESTS, BOUND_OF_MANY = 50, 5e-5
"""A suite of more tests than this has less. An attack needs many tests, and to a small suite it would cost a tenth
more runs."""


def bound(tests: int, partners: int = 2) -> float:
    """The chance that luck may have in one follow-up.

    Args:
        tests: how many the suite has.
        partners: how many follow-ups a grade may have: one for each correct engine that targets are paired with.
    """
    return (BOUND if tests <= MANY_TESTS else BOUND_OF_MANY) * 2 / max(partners, 2)


class FollowUp(Struct, frozen=True, kw_only=True):
    """The follow-up of some targets.

    Attributes:
        draws: of each target.
        correct: runs on their partner, for each examiner; at least as many as on the targets.
    """

    draws: int
    correct: tuple[int, ...]


def examiner_of(target: int, draw: int, examiners: int) -> int:
    """Which examiner makes a draw. It is fixed, and so is the hash seed; consecutive draws are on different ones.

    Args:
        target: the position of the target.
        draw: 0 for the screening.
        examiners: how many there are.
    """
    return (target + draw) % examiners


def follow_up(targets: Sequence[int], tests: int, examiners: int, partners: int = 2) -> FollowUp:
    """The follow-up with the fewest runs in which luck is within ``bound``.

    Args:
        targets: their positions; at least one.
        tests: how many tests the submission has. Each is another chance.
        examiners: how many there are.
        partners: see ``bound``.
    """
    most = bound(tests, partners)
    plans = [_with_draws(draws, targets, tests, examiners, most) for draws in range(LEAST, MOST + 1)]
    return min(plans, key=lambda plan: len(targets) * plan.draws + sum(plan.correct))


def _with_draws(draws: int, targets: Sequence[int], tests: int, examiners: int, most: float) -> FollowUp:
    of_target = [_per_examiner(target, draws, examiners) for target in targets]
    correct = [sum(counts) for counts in zip(*of_target, strict=True)]
    splits = set(of_target)
    while max(luck(tests, correct, split) for split in splits) > most:
        correct[correct.index(min(correct))] += 1
    return FollowUp(draws=draws, correct=tuple(correct))


def _per_examiner(target: int, draws: int, examiners: int) -> tuple[int, ...]:
    made = [examiner_of(target, draw, examiners) for draw in range(1, draws + 1)]
    return tuple(made.count(number) for number in range(examiners))


def luck(tests: int, correct: Sequence[int], draws: Sequence[int]) -> float:
    """The greatest chance that any test earns a target without telling engines apart, whatever it does.

    Args:
        tests: how many there are.
        correct: follow-up runs on correct engines, for each examiner.
        draws: follow-up runs on the target, for each examiner.
    """
    ways = math.prod(math.comb(c + d, d) for c, d in zip(correct, draws, strict=True))
    return tests * SCREENED / ways


def luck_of_coins(rate: float, *, tests: int, targets: int, correct: int, plan: FollowUp) -> float:
    """The chance that any of many independent coins earns anything; an upper bound, the sum over all of them.

    A coin must pass every correct run. On each target it either passes the screening, or fails there and in the whole
    follow-up; a coin that does both on one target is unstable and out. On one target at least it must fail.

    Args:
        rate: how often a coin fails.
        tests: how many coins there are.
        targets: how many targets are screened.
        correct: runs on correct engines before the follow-up.
        plan: the follow-up.
    """
    passes = 1 - rate
    caught = rate ** (1 + plan.draws) * passes ** sum(plan.correct)
    return float(tests * passes**correct * ((passes + caught) ** targets - passes**targets))


def worst_rate(*, tests: int, targets: int, correct: int, plan: FollowUp, steps: int = 10_000) -> float:
    """The failure rate with which independent coins earn most."""
    rates = (step / steps for step in range(1, steps))
    return max(rates, key=lambda rate: luck_of_coins(rate, tests=tests, targets=targets, correct=correct, plan=plan))

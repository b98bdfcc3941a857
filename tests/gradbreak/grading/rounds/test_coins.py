"""Simulated grades of suites that cannot tell engines apart. ``make soak`` simulates thousands of each kind."""

from __future__ import annotations

import random

import pytest

from tests.gradbreak.grading.rounds.coins import KINDS, TARGETS, earned, independent, rates_around_the_worst

GRADES = 8


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", rates_around_the_worst())
def test_coins_earn_nothing(kind, rate):
    chance = random.Random(f"{kind} {rate}")
    assert [earned(KINDS[kind](rate, chance), chance) for _ in range(GRADES)] == [0] * GRADES


def test_coins_that_never_fail_and_coins_that_always_fail_earn_nothing():
    for rate in (0.0, 1.0):
        assert earned(independent(rate, random.Random(0)), random.Random(0)) == 0


def test_the_simulation_notices_a_test_that_can_tell_engines_apart(monkeypatch):
    # Every screening run is on a broken engine for a coin that knows the shuffled order beforehand.
    class InOrder(random.Random):
        def sample(self, population, k, **options):
            return list(population)[:k]

    def knows(seed, made, _count):
        # Without a shuffle, each examiner's runs alternate: broken, correct. Then come the controls.
        screening = range(1, 1 + TARGETS)
        return lambda _test: made in screening and made % 2 == 1

    assert earned(knows, InOrder(0)) == 0  # the follow-up is missing
    plan_first = 1 + TARGETS

    def knows_all(seed, made, count):
        if made < plan_first:
            return knows(seed, made, count)
        return lambda _test: True

    assert earned(knows_all, InOrder(0)) == 0  # it fails on the correct runs as well

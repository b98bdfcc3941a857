"""Simulated grades of suites that cannot tell engines apart. ``make soak`` simulates thousands of each kind."""

from __future__ import annotations

import random

import pytest

from tests.gradbreak.grading.rounds.coins import ENGINES, KINDS, TARGETS, earned, independent, rates_around_the_worst

GRADES = 8


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", rates_around_the_worst())
def test_coins_earn_nothing(kind, rate):
    chance = random.Random(f"{kind} {rate}")
    assert [earned(KINDS[kind](rate, chance), chance) for _ in range(GRADES)] == [0] * GRADES


def test_coins_that_never_fail_and_coins_that_always_fail_earn_nothing():
    for rate in (0.0, 1.0):
        assert earned(independent(rate, random.Random(0)), random.Random(0)) == 0


AFTER_9 = next(number for number, target in enumerate(ENGINES.targets) if target.after == "9")

HONEST = {"test_7": {0, 3}, "test_8": {3, 9, AFTER_9}}
"""Two tests that tell engines apart, and the targets that they fail on."""


@pytest.mark.parametrize("rate", [0.0, *rates_around_the_worst()])
def test_honest_tests_earn_each_target_that_they_fail_on_whatever_coins_are_beside_them(rate):
    chance = random.Random(rate)
    assert earned(independent(rate, chance), chance, HONEST) == len({0, 3, 9, AFTER_9})


def test_a_coin_that_knows_the_order_of_the_screening_earns_nothing():
    class InOrder(random.Random):
        def sample(self, population, k, **options):
            return list(population)[:k]

    def fails_where_broken(_seed, made, _count):
        # Without a shuffle, runs alternate after the discovery: broken, correct. Then come the controls.
        return lambda _test: made in range(1, 1 + TARGETS, 2)

    def fails_in_the_follow_up_too(seed, made, count):
        return fails_where_broken(seed, made, count) if made < 1 + TARGETS else lambda _test: True

    assert earned(fails_where_broken, InOrder(0)) == 0
    assert earned(fails_in_the_follow_up_too, InOrder(0)) == 0

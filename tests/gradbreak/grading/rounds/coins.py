"""Grades of hostile suites on pretended engines: how often tests that cannot tell engines apart earn anything.

``python -m tests.gradbreak.grading.rounds.coins`` simulates many grades of each kind and says how many earned
something.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from types import MappingProxyType

from gradbreak.grading.engines import CorrectEngine, Engines, Target
from gradbreak.grading.engines.forms import Disguise, Template
from gradbreak.grading.model import TestOutcome
from gradbreak.grading.rounds.decision import Observation, decide
from gradbreak.grading.rounds.draws import examiner_of, follow_up, luck_of_coins, worst_rate
from gradbreak.grading.rounds.schedule import Schedule, Scheduler, witnesses

TESTS = 500

TARGETS, REVERSED = 22, 16
"""As many as this repository's engine has, in either order of the operands."""

CONTROLS = 5

NO_CODE = Disguise({"engine.py": Template(code=b"", keeps=())})
"""These tests look at nothing, so there is nothing to see."""


def _correct(name: str) -> CorrectEngine:
    return CorrectEngine(name=name, independent_of=name, text={}, disguise=NO_CODE)


def _target(number: int, after: str | None = None) -> Target:
    partner = "decoy" if after is None else "decoy:reversed"
    id_ = str(number) if after is None else f"{after}:reversed"
    return Target(ids=(id_,), plain={}, disguise=NO_CODE, partner=partner, after=after)


ENGINES = Engines(
    reference=CorrectEngine(name="reference", independent_of="", text={}, disguise=NO_CODE),
    controls=tuple(_correct(f"control-{number}") for number in range(CONTROLS)),
    decoys=(_correct("decoy"), _correct("decoy:reversed")),
    broken=(),
    targets=(
        *(_target(number) for number in range(TARGETS)),
        *(_target(TARGETS + n, str(TARGETS - REVERSED + n)) for n in range(REVERSED)),
    ),
    sha256="",
)

Coins = Callable[[int, int, int], Callable[[int], bool]]
"""For one run, given the examiner, how many runs it made before and how many tests run: test → whether it fails."""

NAMES = tuple(f"test_{number}" for number in range(TESTS))
NUMBERS = {name: number for number, name in enumerate(NAMES)}


def earned(coins: Coins, chance: random.Random, honest: Mapping[str, Collection[int]] = MappingProxyType({})) -> int:
    """How many targets a suite kills in one grade.

    The schedule and the decision are those of a real grade. Between them, a test that fails on a correct engine is out.

    Args:
        coins: whether a test fails that cannot tell engines apart.
        chance: decides the order of the runs.
        honest: tests of the suite that can → the positions of the targets that they fail on.
    """
    scheduler, made = Scheduler(ENGINES, 2, chance), [0, 0]
    alive, tried = dict.fromkeys(NAMES), set()
    follow_ups: Counter[int] = Counter()
    observations: list[Observation] = []
    numbers = {id(target): number for number, target in enumerate(ENGINES.targets)}
    suspects: set[str] = set()

    def run(schedule: Schedule) -> None:
        failures: list[tuple[int, tuple[str, ...], set[str]]] = []
        for seed, plans in enumerate(schedule):
            for plan in plans:
                names = plan.request.tests or NAMES
                fails = coins(seed, made[seed], len(names))
                made[seed] += 1
                target = numbers.get(id(plan.engine))
                failed = {
                    name
                    for name in names
                    if name in alive and (target in honest[name] if name in honest else fails(NUMBERS[name]))
                }
                if target is not None:
                    failures.append((target, names, failed))
                else:
                    for name in failed:
                        del alive[name]
        suspects.update(name for _, _, failed in failures for name in failed)
        for target, names, failed in failures:
            # A coin that never failed on a broken engine has nothing to decide.
            for name in names:
                if name in suspects and name in alive:
                    outcome = TestOutcome.FAILED if name in failed else TestOutcome.PASSED
                    observations.append(
                        Observation(target=target, test=name, outcome=outcome, is_failure=name in failed)
                    )

    run(scheduler.discovery())
    while True:
        decision = decide(observations)
        for name in decision.unstable:
            alive.pop(name, None)
        valid = tuple(alive)
        screened = scheduler.untried_targets(tried, decision.suspected_targets(valid))
        followed, chosen = witnesses(decision.undecided(valid), valid, follow_ups)
        if not valid or not (screened or followed):
            return len(decision.killed_targets(valid))
        schedule = scheduler.round(screened, valid, followed, chosen, with_controls=not tried)
        tried.update(screened)
        follow_ups.update(followed)
        run(schedule)


def independent(rate: float, luck: random.Random) -> Coins:
    """Each test fails by itself, at this rate."""
    return lambda _seed, _made, _count: lambda _test: luck.random() < rate


def together(rate: float, luck: random.Random) -> Coins:
    """Ten groups of tests, each of which fails as a whole or not at all."""

    def of_run(_seed: int, _made: int, _count: int) -> Callable[[int], bool]:
        falls = [luck.random() < rate for _ in range(10)]
        return lambda test: falls[test % 10]

    return of_run


def of_few_tests(rate: float, luck: random.Random) -> Coins:
    """A run of few tests is taken for one on a broken engine."""
    return lambda _seed, _made, count: lambda _test: count < TESTS // 10 or luck.random() < rate


def counting_runs(_rate: float, luck: random.Random) -> Coins:
    """The best that tests can do who count runs and have agreed on a plan.

    All of them fail in the same run of the screening, so that one target alone is followed up. There each one fails in
    as many runs of each examiner as that target has, which it chooses for itself.
    """
    examiner = luck.randrange(2)
    # After the discovery, each examiner has a pair for every second target, and its share of the controls.
    firsts = [1 + TARGETS + len(range(seed, CONTROLS, 2)) for seed in range(2)]
    screening = luck.randrange(1, firsts[examiner])
    plan = follow_up([examiner], TESTS, 2)
    draws = [sum(examiner_of(examiner, draw, 2) == seed for draw in range(1, plan.draws + 1)) for seed in range(2)]
    chosen: dict[tuple[int, int], frozenset[int]] = {}

    def of_run(seed: int, made: int, _count: int) -> Callable[[int], bool]:
        if made < firsts[seed]:
            return lambda _test: (seed, made) == (examiner, screening)

        def fails(test: int) -> bool:
            if (seed, test) not in chosen:
                runs = range(draws[seed] + plan.correct[seed])
                chosen[seed, test] = frozenset(luck.sample(runs, draws[seed]))
            return made - firsts[seed] in chosen[seed, test]

        return fails

    return of_run


KINDS = {each.__name__: each for each in (independent, together, of_few_tests, counting_runs)}


def say(line: str) -> None:
    """Print a line at once, because the next one takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def rates_around_the_worst() -> list[float]:
    """Five failure rates, the one in the middle being that with which independent coins earn most."""
    known = {"tests": TESTS, "targets": TARGETS, "correct": TARGETS + CONTROLS + 2}
    plan = follow_up(range(TARGETS), TESTS, 2)
    worst = worst_rate(**known, plan=plan)
    say(f"500 coins that fail {worst:.4f} of the time: {luck_of_coins(worst, **known, plan=plan):.1e} by calculation")
    return [worst * factor for factor in (0.4, 0.7, 1.0, 1.5, 2.5)]


def lucky_grades(kind: str, rate: float, grades: int, seed: int) -> int:
    """How many of so many simulated grades earned something."""
    chance = random.Random(f"{seed} {kind} {rate}")
    return sum(earned(KINDS[kind](rate, chance), chance) > 0 for _ in range(grades))


def main() -> int:
    """Simulate grades and print how many of each kind earned something; whether any did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grades", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rates = rates_around_the_worst()
    simulated = [(kind, rate) for kind, made in KINDS.items() for rate in (rates if made is not counting_runs else [0])]
    total = 0
    with ProcessPoolExecutor() as pool:
        running = [pool.submit(lucky_grades, *each, options.grades, options.seed) for each in simulated]
        for (kind, rate), future in zip(simulated, running, strict=True):
            total += future.result()
            say(f"{kind:14} {rate:.4f}: {future.result()} of {options.grades} grades earned something")
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())

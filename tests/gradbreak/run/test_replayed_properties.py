"""A property has the same verdict, and the same failure, whether its examples are replayed or generated again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from gradbreak.config import Config, load_config
from gradbreak.mutation import MutantSet, make_mutants
from gradbreak.process.forked import ForkServer
from gradbreak.run.messages import MutantJob, Recorded, RecordingMode, Task, Verdict
from gradbreak.run.proofs import no_op_edits
from gradbreak.run.worker_client import WORKER, WorkerClient
from gradbreak.testing.outcome import Outcome
from tests.gradbreak.small_project import FILES, Project

ROOT = Path(__file__).parents[3]

ENGINE = """\
class Node:
    pass


def raised(number):
    if number >= 40:
        return number + 5
    return number
"""

# Each property says in a file that it is replayed. What it is called after may make a replay unlike the real thing.
TESTS = """\
import functools
import itertools
import os
import random
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, note, seed, settings, target
from hypothesis import strategies as st

from tiny.core import raised

HERE = Path(__file__).parent
NUMBERS = st.integers(0, 100)
few = settings(max_examples=12, suppress_health_check=list(HealthCheck))


def is_right(number):
    frame = sys._getframe()
    while frame:
        if frame.f_code.co_filename.endswith("testing/replay.py"):
            with open(HERE / "replayed.txt", "a") as said:
                said.write(os.environ["PYTEST_CURRENT_TEST"].partition("::")[2] + "\\n")
            break
        frame = frame.f_back
    return raised(number) == number + 5 * (number >= 40)


# -- replayed -----------------------------------------------------------------------------------


@few
@given(NUMBERS)
def test_plain(number):
    assert is_right(number)


@seed(3)
@few
@given(st.lists(NUMBERS), st.text(), st.floats())
def test_many_arguments_of_which_some_are_too_large(numbers, text, real):
    assert all(map(is_right, numbers)) and is_right(len(text)), (text, real)


@few
@pytest.mark.parametrize("more", [0, 30])
@given(number=NUMBERS)
def test_with_a_parameter(number, more):
    assert is_right(number + more)


@few
@given(st.lists(NUMBERS, min_size=2))
def test_that_changes_its_argument(numbers):
    numbers.sort()
    numbers.append(raised(numbers.pop()))
    assert is_right(numbers[0] + 20), numbers


SEEN = []


@few
@given(NUMBERS)
def test_that_remembers_earlier_examples(number):
    SEEN.append(raised(number))
    assert is_right(number) or len(SEEN) < 4, SEEN


calls = itertools.count()


@few
@given(NUMBERS)
def test_that_counts_its_calls(number):
    call = next(calls)
    assert is_right(number), f"call {call}"


@few
@given(NUMBERS)
def test_that_tosses_coins(number):
    coin = random.random()
    assert is_right(number) or coin < 0.5, coin
    random.seed(raised(number))


@few
@given(NUMBERS)
def test_that_notes_something(number):
    note(f"raised to {raised(number)}")
    assert is_right(number)


# -- failing in a way of its own ------------------------------------------------------------------

FAILED = []


@few
@given(NUMBERS)
def test_that_fails_but_once(number):
    if not is_right(number) and not FAILED:
        FAILED.append(number)
        raise ValueError(number)


@few
@given(NUMBERS)
def test_that_recurses_on_a_mutant(number):
    def again(depth):
        again(depth + 1) if depth < 5000 else None

    if not is_right(number):
        again(0)


@few
@given(NUMBERS)
def test_that_asks_to_exit_on_a_mutant(number):
    if not is_right(number):
        sys.exit(number)


@few
@given(NUMBERS)
def test_that_raises_several_at_once_on_a_mutant(number):
    if not is_right(number):
        raise ExceptionGroup("both", [ValueError(number), TypeError(number)])


# -- begun as a replay, and given up on a mutant ---------------------------------------------------


tries = itertools.count()


@few
@given(NUMBERS)
def test_that_assumes_on_a_mutant_only(number):
    tried = next(tries)
    assume(is_right(number))
    assert tried < 12, "others were generated in place of those that the engine made invalid"


@few
@given(NUMBERS)
def test_that_skips_on_a_mutant(number):
    if not is_right(number):
        pytest.skip(f"not with {number}")


@few
@given(NUMBERS)
def test_that_targets_on_a_mutant_only(number):
    if not is_right(number):
        target(float(number))


LIMITS = [100]


@st.composite
def up_to_the_last_limit(draw):
    return draw(st.integers(0, LIMITS[-1]))


@few
@given(up_to_the_last_limit())
def test_whose_examples_depend_on_what_the_engine_answered(number):
    if not is_right(number):
        LIMITS.append(50)
    assert number < 99 or len(LIMITS) < 3, LIMITS


@few
@given(NUMBERS)
def test_that_returns_something_on_a_mutant(number):
    return None if is_right(number) else number


@few
@given(NUMBERS)
def test_that_interrupts_on_a_mutant(number):
    if not is_right(number):
        raise KeyboardInterrupt


@few
@given(NUMBERS)
def test_that_exits_on_a_mutant(number):
    if not is_right(number):
        os._exit(0)


# -- run as ever ----------------------------------------------------------------------------------


@few
@given(st.data())
def test_that_draws_while_it_runs(data):
    number = data.draw(NUMBERS)
    assert is_right(data.draw(st.integers(0, raised(number) + 1)))


@few
@given(st.functions(like=lambda: None, returns=NUMBERS))
def test_that_draws_when_it_calls_its_argument(number):
    assert is_right(number())


@few
@given(NUMBERS)
def test_that_assumes(number):
    assume(raised(number) % 3)
    assert is_right(number)


@few
@given(NUMBERS.filter(lambda number: number % 2))
def test_that_filters(number):
    assert is_right(number)


@few
@given(NUMBERS)
def test_that_targets(number):
    target(float(raised(number)))
    assert is_right(number)


@few
@given(NUMBERS.map(raised))
def test_whose_drawing_runs_the_engine(number):
    assert is_right(number - 5 * (number >= 45)), number


@few
@given(st.deferred(lambda: st.integers(0, raised(90))))
def test_whose_strategy_runs_the_engine(number):
    assert is_right(number)


@few
@example(41)
@given(NUMBERS)
def test_with_an_example(number):
    assert is_right(number)


@few
@given(st.builds(lambda number: (number + time.time_ns()) % 100, NUMBERS).flatmap(lambda most: st.integers(0, most)))
def test_whose_examples_depend_on_the_time(number):
    is_right(number)


@pytest.fixture
def ready():
    return True


@few
@given(NUMBERS)
def test_with_a_fixture(ready, number):
    assert is_right(number)


class TestClass:
    @few
    @given(NUMBERS)
    def test_of_a_class(self, number):
        assert is_right(number)


def twice(function):
    @functools.wraps(function)
    def both():
        function()
        function()

    return both


@twice
@few
@given(NUMBERS)
def test_that_runs_twice(number):
    assert is_right(number)


@few
@given(NUMBERS)
def of_a_helper(number):
    assert is_right(number)


def test_that_calls_a_property():
    of_a_helper()
"""

NOT_REPLAYED = {
    "test_that_draws_while_it_runs",
    "test_that_draws_when_it_calls_its_argument",
    "test_that_assumes",
    "test_that_filters",
    "test_that_targets",
    "test_whose_drawing_runs_the_engine",
    "test_whose_strategy_runs_the_engine",
    "test_with_an_example",
    "test_whose_examples_depend_on_the_time",
    "test_with_a_fixture",
    "TestClass::test_of_a_class",
    "test_that_runs_twice",
    "test_that_calls_a_property",
}


CHANGES = {">= → >", "+ → -"}
"""The mutants of the sample: one that is wrong at a single number, and one that is wrong at most."""


class BothWays(NamedTuple):
    """Verdicts and recordings by mutant and test."""

    generated: Mapping[tuple[str, str], object]
    replayed: Mapping[tuple[str, str], object]


def run_both_ways(config: Config, path: str, mutants: MutantSet, ids: Iterable[str]) -> BothWays:
    """Each test on each mutant by itself, before and after the worker has learnt what its properties draw."""
    task = Task(config=config, paths=(path,))
    with ForkServer(config.root, WORKER, config.cache_root) as server, WorkerClient(task, server) as worker:
        events = worker.events()
        tests = [test.id for test in worker.collected(events).tests]

        def run(jobs: Iterable[MutantJob]) -> Mapping[tuple[str, str], object]:
            found: dict[tuple[str, str], object] = {}
            for event in worker.run(list(jobs), events):
                if isinstance(event, Verdict):
                    found.setdefault((event.job, event.test), (event.outcome, event.failure))
                elif isinstance(event, Recorded):
                    found[event.job, event.test + " recorded"] = event.digest
            return found

        def matrix() -> Iterator[MutantJob]:
            for id_ in ids:
                for test in tests:
                    edits = mutants.edits_by_id[id_]
                    yield MutantJob(
                        id=id_, edits=edits, tests=(test,), seconds=(20.0,), recording=RecordingMode.COMPARE
                    )

        generated = run(matrix())
        for name in ("no-op", "no-op again"):
            limits = (20.0,) * len(tests)
            run([MutantJob(id=name, edits=no_op_edits(mutants), tests=tuple(tests), seconds=limits, draws=True)])
        return BothWays(generated, run(matrix()))


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    project = Project(tmp_path_factory.mktemp("replayed") / "project").write(FILES)
    return project.write(
        {
            "tiny/core.py": ENGINE,
            "tests/properties/test_properties.py": TESTS,
            "mutation_config/examples.toml": "",
            "mutation_config/suites.toml": (
                '[[suite]]\nname = "properties"\nshort = "pro"\npath = "tests/properties"\nteaches = ""\n'
            ),
        }
    )


@pytest.fixture(scope="module")
def sample(project) -> BothWays:
    config = load_config(project.root)
    mutants = make_mutants(config)
    return run_both_ways(config, "tests/properties", mutants, [m.id for m in mutants.mutants if m.change in CHANGES])


def test_replayed_properties_answer_as_generated_ones(sample):
    assert {key: value for key, value in sample.replayed.items() if sample.generated[key] != value} == {}
    assert sample.replayed.keys() == sample.generated.keys()


def test_the_samples_end_in_every_way(sample):
    failures = {failure.exception for outcome, failure in sample.generated.values() if failure}
    assert {outcome for outcome, _ in sample.generated.values()} == {*Outcome} - {Outcome.TIMEOUT}
    assert failures >= {"AssertionError", "FlakyFailure", "RecursionError", "SystemExit", "ExceptionGroup"}


def test_what_cannot_be_shown_to_be_the_same_is_not_replayed(sample, project):
    collected = {test.partition("::")[2] for _, test in sample.generated if not test.endswith(" recorded")}
    replayed = {
        line.partition(" (")[0] for line in (project.root / "tests/properties/replayed.txt").read_text().splitlines()
    }
    assert collected - replayed == NOT_REPLAYED


@pytest.mark.slow
def test_the_gradcheck_suite_answers_the_same_on_every_mutant():
    config = load_config(ROOT)
    mutants = make_mutants(config)
    both = run_both_ways(config, "tests/suites/gradcheck", mutants, mutants.edits_by_id)
    assert both.replayed == both.generated
    assert len(both.generated) > 1000

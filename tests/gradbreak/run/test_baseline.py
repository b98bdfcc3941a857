"""What is made of a suite on the intact engine, with what its worker says made up."""

from __future__ import annotations

import contextlib

import pytest

from gradbreak.config import SuiteConfig, load_config
from gradbreak.errors import BadEngine, BadTestFile, GradbreakError, NoSuchSuite, RunNotProven, SuiteFails
from gradbreak.model import Failure, FailureKind
from gradbreak.run import baseline
from gradbreak.run.messages import Collected, FoundTest, IsolatedResult, Measured, Problem, Verdict
from gradbreak.run.problems import PYTEST
from gradbreak.testing.outcome import Outcome

A, B = "tests/test_it.py::test_a", "tests/test_it.py::test_b"
SUITE = SuiteConfig(name="linear", short="lin", path="tests", teaches="")
TESTS = tuple(FoundTest(id=id_, name=id_, file="tests/test_it.py", line=1) for id_ in (A, B))
MEASURED = Measured(lines={}, coverage={}, files=())
FAILURE = Failure(
    kind=FailureKind.ASSERTION, exception="AssertionError", message="1\n2", file="t.py", line=3, statement="assert x"
)


def ran(test: str, outcome: Outcome = Outcome.PASSED) -> Verdict:
    failure = FAILURE if outcome == Outcome.FAILED else None
    return Verdict(job="", test=test, outcome=outcome, failure=failure, seconds=0.5)


def by_itself(test: str, outcome: Outcome = Outcome.PASSED) -> IsolatedResult:
    failure = FAILURE if outcome == Outcome.FAILED else None
    return IsolatedResult(test=test, outcome=outcome, failure=failure, lines={"core.py": (1, 2)})


class FakeWorkers:
    """Starts one worker, which says what it is told to say."""

    def __init__(self, events, tests=TESTS, problems=()) -> None:
        self.said = [Collected(tests=tests, problems=problems), *events]

    @contextlib.contextmanager
    def start(self, task):
        assert task.measure
        yield self

    def events(self):
        return (event for event in self.said)

    def collected(self, events):
        return next(events)

    def ended(self) -> GradbreakError:
        return RunNotProven("it ended", "")


@pytest.fixture
def measure(project):
    """Measures the suite with a worker that says certain events."""

    def measured(*events, **collected) -> baseline.SuiteBaseline:
        return baseline._measure(load_config(project.root), SUITE, FakeWorkers(events, **collected))

    return measured


def test_what_each_test_does_by_itself_and_in_order_is_kept(measure):
    found = measure(by_itself(A), by_itself(B), ran(A), ran(B, Outcome.SKIPPED), MEASURED)
    assert (found.tests, found.skipped, found.measured) == (TESTS, frozenset({B}), MEASURED)
    assert found.seconds == {A: 0.5, B: 0.5}
    assert found.isolated == {A: {"core.py": (1, 2)}, B: {"core.py": (1, 2)}}


def test_a_suite_without_tests_is_refused(measure):
    with pytest.raises(NoSuchSuite, match="'linear' has no tests in tests"):
        measure(MEASURED, tests=())


def test_a_suite_that_fails_is_refused_with_the_place_and_the_first_line(measure):
    with pytest.raises(SuiteFails) as caught:
        measure(by_itself(A), by_itself(B), ran(A, Outcome.FAILED))
    assert caught.value.problem.endswith(f"{A} at t.py:3, `assert x`: AssertionError: 1")


@pytest.mark.parametrize(("events", "named"), [([ran(A)], B), ([ran(A), ran(B)], "its last test")])
def test_a_suite_that_ends_its_process_is_refused_with_the_test_that_was_running(measure, events, named):
    with pytest.raises(SuiteFails) as caught:
        measure(by_itself(A), by_itself(B), *events)
    assert caught.value.problem == f"suite 'linear' ends the process in {named}"


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.CRASHED])
def test_a_test_that_needs_another_before_it_is_refused(measure, outcome):
    with pytest.raises(RunNotProven, match=f"{B} passes with its suite and ends as {outcome} by itself"):
        measure(by_itself(A), by_itself(B, outcome), ran(A), ran(B), MEASURED)


def test_a_test_that_is_skipped_by_itself_is_not_refused(measure):
    assert measure(by_itself(A), by_itself(B, Outcome.SKIPPED), ran(A), ran(B), MEASURED).tests == TESTS


@pytest.mark.parametrize(
    ("problem", "error", "said"),
    [
        (Problem(file="", line=0, message="no engine"), BadEngine, "no engine"),
        (Problem(file=PYTEST, line=0, message="bad option"), BadTestFile, "pytest does not start: bad option"),
        (Problem(file="t.py", line=3, message="odd"), BadTestFile, "t.py, line 3 cannot be collected: odd"),
        (Problem(file="t.py", line=0, message="odd"), BadTestFile, "t.py cannot be collected: odd"),
    ],
)
def test_what_could_not_be_collected_is_refused(measure, problem, error, said):
    with pytest.raises(error) as caught:
        measure(problems=(problem,), tests=())
    assert caught.value.problem == said

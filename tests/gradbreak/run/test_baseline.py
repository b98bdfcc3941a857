"""What is made of a suite on the intact engine, with what its worker says made up."""

from __future__ import annotations

import contextlib

import pytest
from msgspec import structs

from gradbreak.config import SuiteConfig, load_config
from gradbreak.errors import BadEngine, BadTestFile, GradbreakError, NoSuchSuite, RunNotProven, SuiteFails
from gradbreak.model import Failure, FailureKind, SetAside, WhySetAside
from gradbreak.run import baseline
from gradbreak.run.messages import Collected, FoundTest, IsolatedResult, LeftOutFile, Measured, Problem, Verdict
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

    def __init__(self, events, tests=TESTS, problems=(), left_out=()) -> None:
        self.said = [Collected(tests=tests, problems=problems, left_out=left_out), *events]

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
    found = measure(by_itself(A), by_itself(B, Outcome.SKIPPED), ran(A), ran(B, Outcome.SKIPPED), MEASURED)
    assert (found.tests, found.skipped, found.measured) == (TESTS, frozenset({B}), MEASURED)
    assert found.seconds == {A: 0.5, B: 0.5}
    assert found.isolated == {A: {"core.py": (1, 2)}, B: {"core.py": (1, 2)}}


def test_a_suite_without_tests_is_refused(measure):
    with pytest.raises(NoSuchSuite, match="'linear' has no tests in tests"):
        measure(MEASURED, tests=())


def test_a_file_without_tests_is_refused_with_what_pytest_runs(project):
    project.write({"check.py": "def run():\n    pass\n"})
    suite = structs.replace(SUITE, path="check.py")
    with pytest.raises(NoSuchSuite, match=r"in check\.py") as refused:
        baseline._measure(load_config(project.root), suite, FakeWorkers([MEASURED], tests=()))
    assert "functions called test_*" in refused.value.next_step


def test_a_suite_whose_only_file_skips_itself_says_why(measure):
    skipped = LeftOutFile(file="tests/test_it.py", is_skipped=True, reason="could not import 'torch'")
    with pytest.raises(NoSuchSuite, match=r"tests/test_it\.py skips all its tests: could not import 'torch'"):
        measure(MEASURED, tests=(), left_out=(skipped,))


@pytest.mark.parametrize(
    ("alone", "among", "why", "reason"),
    [
        (Outcome.FAILED, Outcome.FAILED, WhySetAside.FAILS, "AssertionError: 1, at t.py:3"),
        (
            Outcome.FAILED,
            Outcome.PASSED,
            WhySetAside.FLICKERS,
            "it is passed with its suite and failed by itself: AssertionError: 1, at t.py:3",
        ),
        (
            Outcome.PASSED,
            Outcome.FAILED,
            WhySetAside.FLICKERS,
            "it is failed with its suite and passed by itself: AssertionError: 1, at t.py:3",
        ),
        (Outcome.SKIPPED, Outcome.PASSED, WhySetAside.FLICKERS, "it is passed with its suite and skipped by itself"),
        (Outcome.CRASHED, None, WhySetAside.CRASHES, "it ends the process that it runs in"),
        (Outcome.TIMEOUT, None, WhySetAside.HANGS, "it had not ended after 60 s, `intact_seconds` of limits.toml"),
    ],
)
def test_a_test_that_cannot_judge_is_set_aside_with_what_was_seen_and_the_others_go_on(
    measure, alone, among, why, reason
):
    found = measure(by_itself(A, alone), by_itself(B), *([ran(A, among)] if among else []), ran(B), MEASURED)
    assert found.set_aside == (SetAside(test=A, suite="linear", why=why, reason=reason),)
    assert (found.tests, found.counting) == (TESTS[1:], (B,))


def test_a_test_that_is_always_skipped_stays_and_does_not_count(measure):
    skipped = Outcome.SKIPPED
    found = measure(by_itself(A, skipped), by_itself(B), ran(A, skipped), ran(B), MEASURED)
    assert (found.tests, found.counting, found.set_aside) == (TESTS, (B,), ())


def test_files_that_are_skipped_or_need_what_is_not_installed_are_set_aside(measure):
    skips = LeftOutFile(file="s.py", is_skipped=True, reason="no torch")
    needs = LeftOutFile(file="n.py", is_skipped=False, reason="No module named 'torch'")
    found = measure(by_itself(A), by_itself(B), ran(A), ran(B), MEASURED, left_out=(skips, needs))
    assert [(each.test, each.why, each.reason) for each in found.set_aside] == [
        ("s.py", WhySetAside.SKIPPED, "no torch"),
        ("n.py", WhySetAside.NOT_IMPORTED, "No module named 'torch'"),
    ]


def test_a_suite_that_needs_what_is_not_installed_in_its_only_file_is_refused(measure):
    with pytest.raises(BadTestFile, match=r"n.py cannot be collected: No module named 'torch'"):
        measure(tests=(), left_out=(LeftOutFile(file="n.py", is_skipped=False, reason="No module named 'torch'"),))


def test_a_suite_in_which_no_test_counts_is_left_out_where_another_has_one(measure):
    counts = measure(by_itself(A), by_itself(B), ran(A), ran(B), MEASURED)
    fails, skips = (
        measure(*(by_itself(t, outcome) for t in (A, B)), *(ran(t, outcome) for t in (A, B)), MEASURED)
        for outcome in (Outcome.FAILED, Outcome.SKIPPED)
    )
    left, set_aside = baseline.those_that_count([fails, counts, skips])
    assert left == [counts]
    assert [(each.test, each.why) for each in set_aside] == [
        (A, WhySetAside.FAILS),
        (B, WhySetAside.FAILS),
        (A, WhySetAside.SKIPPED),
        (B, WhySetAside.SKIPPED),
    ]


def test_where_no_test_counts_the_run_is_refused_with_the_first_of_them(measure):
    fails = measure(
        *(by_itself(t, Outcome.FAILED) for t in (A, B)), *(ran(t, Outcome.FAILED) for t in (A, B)), MEASURED
    )
    with pytest.raises(SuiteFails) as caught:
        baseline.those_that_count([fails])
    assert caught.value.problem == (
        f"no test passes on the engine as it is; {A} fails: AssertionError: 1, at t.py:3; 1 more is set aside"
    )


@pytest.mark.parametrize(("events", "named"), [([ran(A)], B), ([ran(A), ran(B)], "its last test")])
def test_a_suite_that_ends_its_process_is_refused_with_the_test_that_was_running(measure, events, named):
    with pytest.raises(SuiteFails) as caught:
        measure(by_itself(A), by_itself(B), *events)
    assert caught.value.problem == f"suite 'linear' ends the process in {named}"


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

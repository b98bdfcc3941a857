"""Running each suite on the engine as it is, in a process of its own, under coverage measurement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from msgspec import Struct

from gradbreak.config import Config, SuiteConfig
from gradbreak.errors import BadEngine, BadTestFile, GradbreakError, NoSuchSuite, RunNotProven, SuiteFails
from gradbreak.process.forked import ForkServer
from gradbreak.run.messages import Event, FoundTest, IsolatedResult, Measured, Problem, Task, Verdict
from gradbreak.run.problems import PYTEST
from gradbreak.run.worker_pool import WorkerPool
from gradbreak.testing.outcome import Outcome


class SuiteBaseline(Struct, frozen=True, kw_only=True):
    """One suite, unmutated.

    Attributes:
        suite: its declaration.
        tests: what pytest collected, in its order.
        skipped: the ids of tests that were skipped.
        seconds: test id → wall seconds, under measurement.
        isolated: test id → engine file → the lines it runs in a process of its own.
        measured: lines and coverage of the suite in order.
    """

    suite: SuiteConfig
    tests: tuple[FoundTest, ...]
    skipped: frozenset[str]
    seconds: dict[str, float]
    isolated: dict[str, dict[str, tuple[int, ...]]]
    measured: Measured


@contextmanager
def measuring(
    server: ForkServer, config: Config, suites: Sequence[SuiteConfig], jobs: int, done: Callable[[], None]
) -> Iterator[Callable[[], list[SuiteBaseline]]]:
    """Run each suite unmutated, ``jobs`` at a time, while the caller does something else.

    Args:
        server: starts their processes.
        config: the project.
        suites: which.
        jobs: how many side by side.
        done: is called as each suite ends.

    Yields:
        A function that waits for all of them. It raises BadEngine where the engine cannot be imported,
        BadTestFile where a test file cannot be collected, NoSuchSuite where a suite has no tests,
        SuiteFails where a test fails, and RunNotProven where one fails by itself.
    """

    def measure(suite: SuiteConfig) -> SuiteBaseline:
        baseline = _measure(config, suite, workers)
        done()
        return baseline

    with WorkerPool(server, jobs) as workers:
        futures = [workers.submit(measure, suite) for suite in suites]
        yield lambda: [future.result() for future in futures]


def _measure(config: Config, suite: SuiteConfig, workers: WorkerPool) -> SuiteBaseline:
    task = Task(config=config, paths=(suite.path,), measure=True)
    with workers.start(task) as worker, closing(worker.events()) as events:
        collected = worker.collected(events)
        refuse_problems(collected.problems)
        if not collected.tests:
            raise NoSuchSuite(
                f"suite {suite.name!r} has no tests in {suite.path}", "Add a test_*.py file, or correct its path"
            )
        verdicts, isolated, measured = _listen(suite, events)
        if measured is None or len(verdicts) < len(collected.tests):
            unfinished = [test.id for test in collected.tests if test.id not in verdicts]
            raise SuiteFails(
                f"suite {suite.name!r} ends the process in {unfinished[0] if unfinished else 'its last test'}",
                "Remove what exits the interpreter; the suite must pass on the engine as it is",
            ) from worker.ended()
    _check_independence(verdicts, isolated)
    return SuiteBaseline(
        suite=suite,
        tests=collected.tests,
        skipped=frozenset(test for test, verdict in verdicts.items() if verdict.outcome == Outcome.SKIPPED),
        seconds={test: verdict.seconds for test, verdict in verdicts.items()},
        isolated={one.test: one.lines for one in isolated},
        measured=measured,
    )


def _listen(
    suite: SuiteConfig, events: Iterator[Event]
) -> tuple[dict[str, Verdict], list[IsolatedResult], Measured | None]:
    verdicts: dict[str, Verdict] = {}
    isolated: list[IsolatedResult] = []
    for event in events:
        if isinstance(event, Verdict):
            verdicts[event.test] = event
            if event.outcome == Outcome.FAILED:
                raise _fails(suite, event)
        elif isinstance(event, IsolatedResult):
            isolated.append(event)
        elif isinstance(event, Measured):
            return verdicts, isolated, event
    return verdicts, isolated, None


def _check_independence(verdicts: Mapping[str, Verdict], isolated: Iterable[IsolatedResult]) -> None:
    """Refuse a test that passes only after another one: on a mutant it may run without it."""
    passing = (Outcome.PASSED, Outcome.SKIPPED)
    for one in isolated:
        if one.outcome not in passing and verdicts[one.test].outcome == Outcome.PASSED:
            failure = one.failure
            said = f": {failure.exception}: {failure.message}".splitlines()[0] if failure else ""
            raise RunNotProven(
                f"{one.test} passes with its suite and ends as {one.outcome} by itself, on the engine as it is{said}",
                "Make it independent of other tests",
            )


def _fails(suite: SuiteConfig, verdict: Verdict) -> GradbreakError:
    failure = verdict.failure
    said = f"{failure.exception}: {failure.message.splitlines()[0] if failure.message else ''}" if failure else ""
    where = f" at {failure.file}:{failure.line}, `{failure.statement}`" if failure and failure.file else ""
    return SuiteFails(
        f"suite {suite.name!r} fails on the engine as it is: {verdict.test}{where}: {said}".rstrip(": "),
        "Make it pass first; a test that always fails can't tell a mutant from the engine",
    )


def refuse_problems(problems: Sequence[Problem]) -> None:
    """Raise what a worker could not import or collect.

    Raises:
        BadEngine: the engine.
        BadTestFile: a test file.
    """
    for problem in problems:
        if not problem.file:
            raise BadEngine(problem.message, problem.next_step or "Correct the engine")
        if problem.file == PYTEST:
            raise BadTestFile(f"pytest does not start: {problem.message}", "Correct its configuration")
        where = f"{problem.file}, line {problem.line}" if problem.line else problem.file
        raise BadTestFile(f"{where} cannot be collected: {problem.message}", "Correct the test file")

"""Running each suite on the engine as it is, in a process of its own, under coverage measurement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager

from msgspec import Struct, structs

from gradbreak.config import Config, SuiteConfig
from gradbreak.errors import BadEngine, BadTestFile, NoSuchSuite, SuiteFails
from gradbreak.model import Failure, Order, SetAside, WhySetAside
from gradbreak.process.forked import ForkServer
from gradbreak.run.messages import (
    Event,
    FoundTest,
    IsolatedResult,
    LeftOutFile,
    Measured,
    Problem,
    Task,
    Verdict,
)
from gradbreak.run.problems import PYTEST
from gradbreak.run.worker_pool import WorkerPool
from gradbreak.testing.outcome import Outcome


class SuiteBaseline(Struct, frozen=True, kw_only=True):
    """One suite, unmutated.

    Attributes:
        suite: its declaration.
        tests: what pytest collected, in its order, without the tests that are set aside.
        skipped: the ids of tests that were skipped.
        seconds: test id → wall seconds, under measurement.
        isolated: test id → engine file → the lines it runs in a process of its own.
        measured: lines and coverage of the suite in order.
        set_aside: the tests that cannot tell a mutant from the engine.
    """

    suite: SuiteConfig
    tests: tuple[FoundTest, ...]
    skipped: frozenset[str]
    seconds: dict[str, float]
    isolated: dict[str, dict[str, tuple[int, ...]]]
    measured: Measured
    set_aside: tuple[SetAside, ...] = ()

    @property
    def counting(self) -> tuple[str, ...]:
        """The ids of the tests that have a verdict on every mutant: those that pass on the engine as it is."""
        return tuple(test.id for test in self.tests if test.id not in self.skipped)

    def without(self, more: Collection[SetAside]) -> SuiteBaseline:
        """The same with some more of its tests set aside."""
        own = [each for each in more if each.suite == self.suite.name]
        ids = {each.test for each in own}
        tests = tuple(test for test in self.tests if test.id not in ids)
        return structs.replace(self, tests=tests, set_aside=(*self.set_aside, *own))


@contextmanager
def measuring(
    server: ForkServer, config: Config, suites: Sequence[SuiteConfig], jobs: int, done: Callable[[], None]
) -> Iterator[Callable[[], dict[Order | None, list[SuiteBaseline]]]]:
    """Run each suite unmutated under each order, ``jobs`` at a time, while the caller does something else.

    Args:
        server: starts their processes.
        config: the project.
        suites: which.
        jobs: how many side by side.
        done: is called as each suite ends.

    Yields:
        A function that waits for all of them and returns them by order. It raises BadEngine where the engine cannot be
        imported, BadTestFile where a test file cannot be collected, NoSuchSuite where a suite has no tests, and
        SuiteFails where a suite ends its process.
    """

    def measure(suite: SuiteConfig, order: Order | None) -> SuiteBaseline:
        baseline = _measure(config, suite, workers, order)
        done()
        return baseline

    with WorkerPool(server, jobs) as workers:
        futures = {
            order: [workers.submit(measure, suite, order) for suite in suites]
            for order in config.engine.measured_orders
        }
        yield lambda: {order: [future.result() for future in running] for order, running in futures.items()}


def _measure(config: Config, suite: SuiteConfig, workers: WorkerPool, order: Order | None = None) -> SuiteBaseline:
    task = Task(config=config, paths=(suite.path,), measure=True, order=order)
    with workers.start(task) as worker, closing(worker.events()) as events:
        collected = worker.collected(events)
        refuse_problems(collected.problems)
        if not collected.tests:
            refuse_missing(collected.left_out)
            is_file = (config.root / suite.path).is_file()
            raise NoSuchSuite(
                f"suite {suite.name!r} has no tests in {suite.path}",
                "pytest runs functions called test_* and classes called Test*: rename some, or name another file"
                if is_file
                else "Add a test_*.py file, or correct its path",
            )
        isolated, verdicts, measured = _listen(events)
        unfinished = [test.id for test in collected.tests if test.id not in verdicts and _ended(isolated.get(test.id))]
        if measured is None or unfinished:
            raise SuiteFails(
                f"suite {suite.name!r} ends the process in {unfinished[0] if unfinished else 'its last test'}",
                "Remove what exits the interpreter; the suite must pass on the engine as it is",
            ) from worker.ended()
    seconds = config.limits.intact_seconds
    aside = [
        SetAside(test=test.id, suite=suite.name, why=found[0], reason=found[1])
        for test in collected.tests
        if (found := why_set_aside(isolated[test.id], verdicts.get(test.id), seconds)) is not None
    ]
    ids = {each.test for each in aside}
    return SuiteBaseline(
        suite=suite,
        tests=tuple(test for test in collected.tests if test.id not in ids),
        skipped=frozenset(test for test, verdict in verdicts.items() if verdict.outcome == Outcome.SKIPPED) - ids,
        seconds={test: verdict.seconds for test, verdict in verdicts.items()},
        isolated={test: one.lines for test, one in isolated.items()},
        measured=measured,
        set_aside=(*(_left_out(suite, file) for file in collected.left_out), *aside),
    )


def _ended(alone: IsolatedResult | None) -> bool:
    return alone is None or alone.ended


def _listen(
    events: Iterator[Event],
) -> tuple[dict[str, IsolatedResult], dict[str, Verdict], Measured | None]:
    isolated: dict[str, IsolatedResult] = {}
    verdicts: dict[str, Verdict] = {}
    for event in events:
        if isinstance(event, Verdict):
            verdicts[event.test] = event
        elif isinstance(event, IsolatedResult):
            isolated[event.test] = event
        elif isinstance(event, Measured):
            return isolated, verdicts, event
    return isolated, verdicts, None


def why_set_aside(alone: IsolatedResult, among: Verdict | None, seconds: float) -> tuple[WhySetAside, str] | None:
    """Why a test cannot tell a mutant from the engine, and what was seen; None where it can, or is skipped.

    Args:
        alone: what came of it in a process of its own.
        among: what came of it among the tests of its suite; None where it was not run there.
        seconds: the CPU seconds that it might take.
    """
    if alone.outcome == Outcome.TIMEOUT:
        return WhySetAside.HANGS, f"it had not ended after {seconds:g} s, `intact_seconds` of limits.toml"
    if alone.outcome == Outcome.CRASHED or among is None:
        return WhySetAside.CRASHES, "it ends the process that it runs in"
    if alone.outcome == among.outcome:
        return (WhySetAside.FAILS, in_a_line(among.failure)) if among.outcome == Outcome.FAILED else None
    # On a mutant it may run with any of the other tests, or with none.
    said = in_a_line(alone.failure or among.failure)
    seen = f"it is {among.outcome} with its suite and {alone.outcome} by itself"
    return WhySetAside.FLICKERS, f"{seen}: {said}" if said else seen


def in_a_line(failure: Failure | None) -> str:
    """A failure's exception, the first line of its message, and its place; empty without a failure."""
    if failure is None:
        return ""
    said = f"{failure.exception}: {failure.message.splitlines()[0] if failure.message else ''}".rstrip(": ")
    return f"{said}, at {failure.file}:{failure.line}" if failure.file else said


def _left_out(suite: SuiteConfig, file: LeftOutFile) -> SetAside:
    why = WhySetAside.SKIPPED if file.is_skipped else WhySetAside.NOT_IMPORTED
    return SetAside(test=file.file, suite=suite.name, why=why, reason=file.reason)


def refuse_missing(left_out: Iterable[LeftOutFile]) -> None:
    """Raise that a suite's only files need a module that is not installed, or skip themselves, where that is so.

    Raises:
        BadTestFile: it names the first that needs a module.
        NoSuchSuite: it names the first that skips itself.
    """
    for file in sorted(left_out, key=lambda each: each.is_skipped):
        if not file.is_skipped:
            raise BadTestFile(f"{file.file} cannot be collected: {file.reason}", "Install it, or correct the import")
        raise NoSuchSuite(
            f"{file.file} skips all its tests: {file.reason}", "Install what it asks for, or name other tests"
        )


def those_that_count(baselines: Sequence[SuiteBaseline]) -> tuple[list[SuiteBaseline], tuple[SetAside, ...]]:
    """The suites in which some test counts, and everything that is set aside.

    Raises:
        SuiteFails: no test of any suite counts.
    """
    counting = [baseline for baseline in baselines if baseline.counting]
    # A suite of which every test is skipped says as little as one that fails.
    skipped = [
        SetAside(test=test.id, suite=baseline.suite.name, why=WhySetAside.SKIPPED, reason="")
        for baseline in baselines
        if not baseline.counting
        for test in baseline.tests
    ]
    set_aside = (*(each for baseline in baselines for each in baseline.set_aside), *skipped)
    if not counting:
        raise SuiteFails(
            f"no test passes on the engine as it is; {_first(set_aside)}",
            "Make one pass first; a test that always fails can't tell a mutant from the engine",
        )
    return counting, set_aside


def _first(set_aside: Sequence[SetAside]) -> str:
    first = set_aside[0]
    seen = f": {first.reason}" if first.reason else ""
    others = len(set_aside) - 1
    more = f"; {others} more {'is' if others == 1 else 'are'} set aside" if others else ""
    return f"{first.test} {first.why}{seen}{more}"


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
        raise BadTestFile(
            f"{where} cannot be collected: {problem.message}", problem.next_step or "Correct the test file"
        )

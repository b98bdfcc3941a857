"""The examiner: asks a server for each run, checks its answer, and starts a new server if one ends."""

from __future__ import annotations

import contextlib
import marshal
import time
from collections.abc import Callable

from msgspec import structs

from gradbreak.grading.isolation import records
from gradbreak.grading.isolation.limits import IsolationLimits
from gradbreak.grading.isolation.server_process import ServerEndedError, ServerProcess
from gradbreak.grading.model import (
    FileProblem,
    IsolationKind,
    RunRequest,
    RunResult,
    TestOrder,
    TestOutcome,
    TestRecord,
)
from gradbreak.grading.runner.idle_clock import MOST_STRETCH
from gradbreak.grading.runner.requests import Request

GRACE_SECONDS = 60.0
"""Time beyond a run's limit, in seconds, in which the server ends the last process, cleans up and reports."""

MOST_DEATHS = 3
"""How many servers may end in one run. The run goes on only while a test can be blamed for each end."""


class ServerExaminer:
    """An ``Examiner`` that runs tests in a server process.

    Args:
        start: starts a server.
        isolation: where the server runs.
        limits: what a run may use.
    """

    def __init__(self, start: Callable[[], ServerProcess], isolation: IsolationKind, limits: IsolationLimits) -> None:
        self._start = start
        self._isolation = isolation
        self._limits = limits
        self._server: ServerProcess | None = self._first_server()

    def _first_server(self) -> ServerProcess:
        """Start a server. No student's code runs in it yet, so what goes wrong may be the machine's: try again.

        Raises:
            ServerEndedError: it starts in none of several tries.
        """
        for _ in range(MOST_DEATHS - 1):
            with contextlib.suppress(ServerEndedError):
                return self._start()
        return self._start()

    @property
    def isolation(self) -> IsolationKind:
        """Where the tests run."""
        return self._isolation

    def run(self, run: RunRequest) -> RunResult:
        """Run tests on an engine. This returns within the run's limits, whatever the student's code does."""
        answer = _PartialResult(run)
        # The server holds the limit on an idle machine's time. This one is for a server that no longer does.
        longest = self._limits.run_seconds * MOST_STRETCH + GRACE_SECONDS
        for _ in range(MOST_DEATHS):
            try:
                if self._server is None:
                    self._server = self._start()
                request = Request(
                    engine=bytearray(marshal.dumps(dict(run.engine))),
                    tests=None if run.tests is None else frozenset(run.tests),
                    backwards=run.order == TestOrder.REVERSED,
                    finished=frozenset(answer.tests),
                )
                for record in self._server.ask(request, longest):
                    answer.take(record)
                return answer.result()
            except ServerEndedError as error:
                self.close()
                # A server that ended before it said anything about this run ended because of an earlier one.
                if (error.was_late or not answer.is_untouched) and not answer.blame(error):
                    break
        why = "the process that runs the tests was ended, or could not be started again"
        result = answer.result(why)
        return result if result.tests else structs.replace(result, damage=result.damage or why)

    def close(self) -> None:
        """End the server and everything in it."""
        server, self._server = self._server, None
        if server is not None:
            server.end()


class _PartialResult:
    """The records of one run that have arrived so far."""

    def __init__(self, run: RunRequest) -> None:
        self.tests: dict[str, TestRecord] = {}
        self._wanted = dict.fromkeys(run.tests or ())
        self._takes_any = run.tests is None
        self._problems: dict[str, str] = {}
        self._damage = ""
        self._started: str | None = None
        self._began = time.monotonic()
        self._seconds: float | None = None

    @property
    def is_untouched(self) -> bool:
        """Whether no record has arrived: then the server ended because of an earlier run."""
        return not (self.tests or self._started or self._problems or self._damage)

    def take(self, record: records.Record) -> None:
        """Add a record. Records of tests that were not requested or already have an outcome are dropped."""
        match record:
            case records.TestFound(test) if self._takes_any:
                self._wanted[test] = None
            case records.FileProblemFound(file, message):
                self._problems.setdefault(file, message)
            case records.TestStarted(test) if test in self._wanted:
                self._started = test
            case records.TestEnded(test, outcome, message, seconds) if test in self._wanted and test not in self.tests:
                self.tests[test] = TestRecord(test=test, outcome=TestOutcome(outcome), message=message, seconds=seconds)
                self._started = None
            case records.RunDamaged(message):
                self._damage = self._damage or message
            case records.RunOver(seconds):
                self._seconds = seconds

    def blame(self, error: ServerEndedError) -> bool:
        """Blame the test that was running for the end of the server; return whether the run can go on."""
        test, self._started = self._started, None
        if test is None:
            self._damage = self._damage or str(error)
            return False
        outcome = TestOutcome.TIMEOUT if error.was_late else TestOutcome.ENDED
        self.tests[test] = TestRecord(test=test, outcome=outcome, message=str(error))
        return not error.was_late

    def result(self, why: str = "it was not found in this run") -> RunResult:
        """The result of the run.

        Args:
            why: the message for tests without an outcome.
        """
        missing = [test for test in self._wanted if test not in self.tests]
        return RunResult(
            tests=(
                *self.tests.values(),
                *(TestRecord(test=test, outcome=TestOutcome.ENDED, message=why) for test in missing),
            ),
            problems=tuple(FileProblem(file=file, message=message) for file, message in self._problems.items()),
            damage=self._damage,
            # A server that ended did not say how long it took.
            seconds=time.monotonic() - self._began if self._seconds is None else self._seconds,
        )

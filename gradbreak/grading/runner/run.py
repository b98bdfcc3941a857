"""One run: a process runs the tests, and another continues after one that ended early."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import time
from collections.abc import Callable, Mapping

from .confine import cut_off, limit
from .direct import DirectTest
from .events import LONGEST_MESSAGE, MOST_BYTES, Event, EventReader
from .examinee import Prepared, Share, examine
from .idle_clock import IdleClock, OwnWait
from .landlock import SCOPES_SINCE, shut_in, version
from .processes import ProcessFamily, end_child, heed_signals
from .requests import Request
from .scratch import empty
from .syscalls import Surroundings, refuse_dangerous
from .watching import End, Watch

MOST_UNCOLLECTED = 50
"""How many parts of files that could not be collected are reported in one run."""


PIPE_BYTES = 1 << 20
"""What fits into the pipe for events, so that no process waits for them to be read. It is the most that Linux gives
to everybody."""


def _wide_pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    with contextlib.suppress(OSError):  # a user may have only so many of them
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reading, writing


class OneRun:
    """The state of one run.

    Args:
        prepared: what the server has ready.
        request: the run.
        family: all processes of the student's.
        answers: the descriptor that answers go to.
        requests: the descriptor that requests come from.
        tell: notes an event for the grader.
        send: sends the grader what was noted.
        busy_threads: how many threads the user runs elsewhere.
        direct: the tests that can be called directly, as earlier runs have found out; this one adds what it finds out.
    """

    def __init__(
        self,
        prepared: Prepared,
        request: Request,
        family: ProcessFamily,
        answers: int,
        requests: int,
        tell: Callable[..., None],
        send: Callable[[], None],
        busy_threads: int,
        direct: dict[str, DirectTest],
    ) -> None:
        self._prepared = prepared
        self._request = request
        self._family = family
        self._private = (answers, requests)
        self._tell = tell
        self._send = send
        self._busy_threads = busy_threads
        self._direct = direct
        wanted = request.tests
        self._files = tuple(
            file
            for file in prepared.setup.files
            if wanted is None or any(test.startswith(f"{file}::") for test in wanted)
        )
        self._tests = dict.fromkeys(sorted(wanted or ()))
        self._finished = set(request.finished)
        self._file: str | None = None
        self._test: str | None = None
        self._told_running: str | None = None
        self._uncollected = 0
        self.is_clean = True
        """Whether nothing of the run is left; otherwise the server has to end, and its namespace with it."""

    def carry_out(self) -> float:
        """Run every test that is to run, and tell the grader the outcome of each.

        Returns:
            How long that would have taken on an idle machine, in seconds.

        Raises:
            GraderGoneError: nobody waits for the answer.
        """
        limits = self._prepared.setup.limits
        allowance = MOST_BYTES
        clock = IdleClock(time.monotonic())
        for _ in range(1 + limits.restarts):
            reader = EventReader(secrets.token_hex(8).encode(), allowance)
            end = self._in_one_process(reader, clock)
            allowance = reader.allowance
            if not end.why:
                why = "it was not found on this engine"
                break
            why = end.why
            if not self._blame(end):
                break
            if clock.seconds > limits.run_seconds:
                why = "the time for all tests together was over"
                break
        else:
            why = "too many tests ended their process"
        for test in self._tests:
            self._conclude(test, "ended", why)
        clock.look(time.monotonic(), {})
        return clock.seconds

    def _in_one_process(self, reader: EventReader, clock: IdleClock) -> End:
        reading, writing = _wide_pipe()
        share = Share(self._request, self._files, frozenset(self._finished), self._called_directly())
        # What the secret is has to be known on both sides of the fork and nowhere else.
        secret, grader = reader.secret, os.getppid()
        pid = os.fork()
        if pid == 0:
            # Nothing may return from here: above this frame is the server's own work.
            try:
                heed_signals()
                cut_off(writing, (reading, *self._private))
                own_wait = OwnWait()
                limit(self._prepared.setup.limits, self._busy_threads)
                setup = self._prepared.setup
                surroundings = None
                if setup.readable:
                    is_shut_in = shut_in(setup.readable, [setup.scratch])
                    surroundings = Surroundings(grader, os.getpid(), is_shut_in and version() >= SCOPES_SINCE)
                refuse_dangerous(os.getppid(), surroundings)
                examine(self._prepared, share, secret, writing, own_wait)
            finally:
                os._exit(0)
        os.close(writing)
        self._file = self._test = None
        limits, grader = self._prepared.setup.limits, self._private[1]
        try:
            watch = Watch(reading, reader, self._family, limits, clock, grader, self._hear, self._pause)
            return watch.until_end(pid)
        finally:
            os.close(reading)
            end_child(pid)
            folders = self._prepared.setup.emptied
            self.is_clean = self._family.end() and all(empty(folder) for folder in folders) and self.is_clean

    def _called_directly(self) -> Mapping[str, DirectTest]:
        wanted = self._request.tests
        if wanted is None or not wanted <= self._direct.keys():
            return {}
        return {test: place for test, place in self._direct.items() if test in wanted}

    def _hear(self, event: Event) -> None:
        match event:
            case "file", str(file):
                self._file = file
            case "found", str(test) if self._is_collecting and test not in self._tests:
                self._find(test)
            case "direct", str(test), str(function), float(case) if self._is_collecting and test in self._tests:
                self._direct[test] = DirectTest(function, int(case))
            case "problem", str(file), str(message) if file in self._files:
                self._lose(file, "failed", message)
            case "uncollected", str(name), str(message) if self._is_uncollected(name):
                self._tell("problem", name, message[:LONGEST_MESSAGE])
            case "start", str(test) if test in self._tests and test not in self._finished:
                self._file, self._test = None, test
            case "end", str(test), str(outcome), str(message), float(seconds) if test == self._test:
                self._test = None
                self._conclude(test, outcome, message, seconds)

    def _pause(self) -> None:
        """Send what was noted, and which test is running: it is to blame if this server ends."""
        if self._test is not None and self._test != self._told_running:
            self._told_running = self._test
            self._tell("start", self._test)
        self._send()

    @property
    def _is_collecting(self) -> bool:
        """Whether a test may be found: not once the first one runs, which may say what it likes."""
        return self._request.tests is None and self._file is not None

    def _is_uncollected(self, name: str) -> bool:
        """Whether to report a part of a file that could not be collected. Only so many are reported."""
        self._uncollected += 1
        in_file = self._file is not None and name.partition("::")[0] in self._files
        return in_file and self._uncollected <= MOST_UNCOLLECTED

    def _find(self, test: str) -> None:
        if len(self._tests) < self._prepared.setup.limits.tests:
            self._tests[test] = None
            self._tell("found", test)
        elif len(self._tests) == self._prepared.setup.limits.tests:
            self._tell("problem", test.partition("::")[0], f"only the first {len(self._tests)} tests are run")
            self._request = Request(self._request.engine, frozenset(self._tests), self._request.backwards)

    def _blame(self, end: End) -> bool:
        """Give the test or file that was being run the blame; whether there is more to do."""
        if self._test is not None:
            test, self._test = self._test, None
            self._conclude(test, end.outcome, end.why)
        elif self._file:
            self._lose(self._file, end.outcome, end.why)
            self._files = tuple(file for file in self._files if file != self._file)
        elif self._file is not None:
            for test in self._tests:
                self._conclude(test, end.outcome, f"the engine was not imported: {end.why}")
            if self._request.tests is None:
                self._tell("damage", f"the engine was not imported: {end.why}")
            return False
        return self._request.tests is None or bool(self._tests.keys() - self._finished)

    def _lose(self, file: str, outcome: str, message: str) -> None:
        self._tell("problem", file, message[:LONGEST_MESSAGE])
        for test in self._tests:
            if test.startswith(f"{file}::"):
                self._conclude(test, outcome, message)

    def _conclude(self, test: str, outcome: str, message: str, seconds: float = 0.0) -> None:
        if test not in self._finished and outcome in ("passed", "failed", "skipped", "timeout", "ended"):
            self._finished.add(test)
            self._tell("end", test, outcome, message[:LONGEST_MESSAGE], seconds)

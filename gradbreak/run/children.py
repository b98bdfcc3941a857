"""A worker's children: one forked for each mutant, watched until every test has its verdict."""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping

import msgspec
import pytest
from msgspec import structs

from gradbreak.engine.activation import LiveFunctions, activate
from gradbreak.engine.memory_layout import shuffle_memory
from gradbreak.errors import GradbreakError
from gradbreak.model import Failure
from gradbreak.process.channel import Outbox, send, write_all
from gradbreak.process.child_process import start_child
from gradbreak.process.limits import TIMED_OUT, limit_memory, start_clock, stop_clock
from gradbreak.run.child import DRAWN_PREFIX, RECORDING_FACTOR, RECORDING_MODES, MutantChild
from gradbreak.run.failures import describe
from gradbreak.run.messages import Drawn, Event, JobDone, MutantJob, RecordingMode, Task, Verdict
from gradbreak.run.recording import record_digest, record_in_full
from gradbreak.testing.draws import DrawRecorder
from gradbreak.testing.fast_path import next_with_phases
from gradbreak.testing.outcome import Outcome
from gradbreak.testing.outcome_recorder import OutcomeRecorder
from gradbreak.testing.replay import Replays

POLL_SECONDS = 0.2
"""How often to check on silent children: a test may leave a process behind that keeps the pipe open."""

HOLD_SECONDS = 0.05
"""How long a child may hold a verdict back, so that several are sent at once."""


class MutantChildren:
    """Runs jobs side by side, each in a process of its own."""

    def __init__(
        self,
        task: Task,
        sources: Mapping[str, str],
        live: Mapping[str, LiveFunctions],
        items: Mapping[str, pytest.Item],
        recorder: OutcomeRecorder[Failure],
        answers: int,
        private: tuple[int, ...],
    ) -> None:
        """Prepare to run jobs.

        Args:
            task: the project, and how many children may run side by side.
            sources: the engine's texts that the jobs' edits are of.
            live: the engine's functions that are alive once the tests are collected.
            items: the collected tests by node id.
            recorder: the plugin that runs one of them.
            answers: the descriptor that verdicts are written to.
            private: descriptors of this process that a child must not have.
        """
        self.config = task.config
        self.shape = task.config.shape
        self.jobs = task.jobs
        self.ordered = task.config.engine.files_with_sets if task.forces_order else ()
        self.order = task.order
        self.sources = sources
        self.live = live
        self.items = items
        self.recorder = recorder
        self.answers = answers
        self.private = private
        self.selector = selectors.DefaultSelector()
        self.unrecorded: dict[str, dict[str, float]] = {}  # by job: what its dead children left unrecorded
        self.never_recorded: set[str] = set()  # tests that crash while recorded on the intact engine
        self.replays = Replays()
        self.draws = DrawRecorder([str(self.config.root / file) for file in self.config.engine.files])
        signal.signal(signal.SIGTERM, self._end)

    def tell(self, event: Event) -> None:
        """Send a message to the worker's client."""
        send(self.answers, event)

    def run(self, mutant_jobs: Iterable[MutantJob]) -> None:
        """Run every job to its last verdict, or until the client is gone."""
        waiting = deque(mutant_jobs)
        looked_at = time.monotonic()
        driver = os.getppid()
        try:
            while waiting or self.selector.get_map():
                if os.getppid() != driver:
                    self._end()
                while waiting and len(self.selector.get_map()) < self.jobs:
                    self._start(waiting.popleft())
                for key, _ in self.selector.select(POLL_SECONDS):
                    self._listen(key.data, waiting)
                if time.monotonic() - looked_at >= POLL_SECONDS:
                    looked_at = time.monotonic()
                    for key in list(self.selector.get_map().values()):
                        self._look_at(key.data, waiting)
        except BrokenPipeError:
            self._end()

    def _end(self, *_: object) -> None:
        """Kill the children and exit: a sleeping child would never notice that its reader is gone."""
        for key in self.selector.get_map().values():
            for kill in (os.killpg, os.kill):  # it may not have a group of its own yet
                with contextlib.suppress(ProcessLookupError):
                    kill(key.data.pid, signal.SIGKILL)
        os._exit(0)

    def _start(self, job: MutantJob) -> None:
        if not job.tests:
            self.tell(JobDone(job.id))
            return
        private = (*self.private, *(key.fd for key in self.selector.get_map().values()))
        started = start_child(lambda writing: self._be_a_child(job, writing), private)
        child = MutantChild(
            started.pid, started.descriptor, job, self.config.limits.wall_factor, frozenset(self.never_recorded)
        )
        self.selector.register(started.descriptor, selectors.EVENT_READ, child)

    def _be_a_child(self, job: MutantJob, descriptor: int) -> None:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        limit_memory(self.config.limits.memory_mib)
        try:
            activate(self.config.root, job.edits, self.sources, self.live, self.ordered)
        except (GradbreakError, SyntaxError) as error:
            why = describe(error, str(self.config.root))
            for test in job.tests:
                send(descriptor, Verdict(job=job.id, test=test, outcome=Outcome.FAILED, failure=why))
            return
        kept: list[object] = []
        if self.order is not None and not self.order.is_forced:
            shuffle_memory(self.order.seed, kept)
        outbox = Outbox(descriptor, 0.0 if job.at_once else HOLD_SECONDS)
        passed: list[tuple[pytest.Item, float]] = []
        items, own = [self.items[test] for test in job.tests], os.getpid()
        followers = next_with_phases(items, self.recorder.fast_path)
        for item, following, seconds in zip(items, followers, job.seconds, strict=True):
            if job.recording == RecordingMode.FULL:
                start_clock(seconds * RECORDING_FACTOR)
                outbox.put(record_in_full(job.id, self.shape, self.recorder, item, following, seconds))
            start_clock(seconds)
            with self._replaying(item, job), self._drawing(item, job) as drawn:
                outcome, failure = self.recorder.run(item, following)
            stop_clock()
            if os.getpid() != own:
                return  # the test forked and returned in both processes; only the original one may report
            if self.replays.differs:
                outbox.flush()
                return  # as if it had died in this test: the rest runs in another child, and nothing is replayed there
            if outcome == Outcome.PASSED and (draws := drawn()):
                outbox.put(Drawn(test=item.nodeid, draws=draws))
            outbox.put(Verdict(job=job.id, test=item.nodeid, outcome=outcome, failure=failure))
            if outcome == Outcome.PASSED:
                passed.append((item, seconds))
        if job.recording in RECORDING_MODES:
            outbox.flush()
            passed = [(item, seconds) for item, seconds in passed if item.nodeid not in self.never_recorded]
            self._record_passed(job, passed, outbox)
        outbox.flush()

    def _record_passed(self, job: MutantJob, passed: list[tuple[pytest.Item, float]], outbox: Outbox) -> None:
        followers, own = next_with_phases([item for item, _ in passed], self.recorder.fast_path), os.getpid()
        for (item, seconds), after in zip(passed, followers, strict=True):
            start_clock(seconds * RECORDING_FACTOR)
            with self._replaying(item, job):
                recorded = record_digest(
                    job.id,
                    self.shape,
                    self.recorder,
                    item,
                    after,
                    measuring=job.recording == RecordingMode.MEASURE,
                )
            stop_clock()
            if os.getpid() != own:
                os._exit(0)  # as above; the outbox belongs to the original process
            if self.replays.differs:
                return  # as above; another child records the rest
            outbox.put(recorded)

    def _replaying(self, item: pytest.Item, job: MutantJob) -> contextlib.AbstractContextManager[None]:
        # A job that is sent at once stands in for one that ended early, which a replay that was none does too.
        return contextlib.nullcontext() if job.at_once or job.draws else self.replays.replaying(item)

    def _drawing(
        self, item: pytest.Item, job: MutantJob
    ) -> contextlib.AbstractContextManager[Callable[[], bytes | None]]:
        return self.draws.recording(item) if job.draws else contextlib.nullcontext(lambda: None)

    def _listen(self, child: MutantChild, waiting: deque[MutantJob]) -> None:
        lines, is_open = child.reader.read()
        drawn = [line for line in lines if line.startswith(DRAWN_PREFIX)]
        if drawn:
            lines = [line for line in lines if not line.startswith(DRAWN_PREFIX)]
            for message in (msgspec.json.decode(line, type=Drawn) for line in drawn):
                self.replays.take(self.items[message.test], message.draws)
        if lines:
            # Forward the bytes: decoding and encoding ten thousand verdicts takes a tenth of a run.
            write_all(self.answers, b"\n".join([*lines, b""]))
            child.hear(lines)
        if not is_open:
            self._bury(child, os.waitpid(child.pid, 0)[1], waiting)

    def _look_at(self, child: MutantChild, waiting: deque[MutantJob]) -> None:
        """Kill a child that hangs, and notice one that has exited while something keeps its pipe open."""
        if child.is_late:
            child.was_late = True
            os.killpg(child.pid, signal.SIGKILL)
            self._bury(child, os.waitpid(child.pid, 0)[1], waiting)
        elif not select.select([child.reader.descriptor], [], [], 0)[0]:
            ended, status = os.waitpid(child.pid, os.WNOHANG)
            if ended:
                self._bury(child, status, waiting)

    def _bury(self, child: MutantChild, status: int, waiting: deque[MutantJob]) -> None:
        """Judge the test in which a child died, and give its remaining tests to a new child."""
        self.selector.unregister(child.reader.descriptor)
        os.close(child.reader.descriptor)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        job = child.job
        if child.answered == len(job.tests):
            self._finish(job, child.unrecorded(), waiting)
            return
        self.unrecorded.setdefault(job.id, {}).update(child.unrecorded())
        if not job.at_once:
            # Verdicts may have been lost with it. Start again at the first that is missing, and send each
            # verdict at once, so that the test that ends the process is known.
            waiting.appendleft(self._rest_of(job, child.answered))
            return
        ran_out = child.was_late or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == TIMED_OUT)
        outcome = Outcome.TIMEOUT if ran_out else Outcome.CRASHED
        self.tell(Verdict(job=job.id, test=job.tests[child.answered], outcome=outcome))
        rest = self._rest_of(job, child.answered + 1)
        if rest.tests:
            waiting.appendleft(rest)
        else:
            self._finish(job, {}, waiting)

    def _finish(self, job: MutantJob, unrecorded: dict[str, float], waiting: deque[MutantJob]) -> None:
        """Record in another child the tests that this job's dead children passed and did not record."""
        if unrecorded and job.at_once:
            # The first test without a recording crashed the child; don't retry it.
            ended = next(iter(unrecorded))
            del unrecorded[ended]
            if job.recording == RecordingMode.MEASURE:
                self.never_recorded.add(ended)  # no mutant's recording could be compared with it
        left = self.unrecorded.pop(job.id, {}) | unrecorded
        left = {test: seconds for test, seconds in left.items() if test not in self.never_recorded}
        if left:
            # The new child runs the tests before it records them: a test must be recorded in its second run, as it is
            # on the intact engine.
            waiting.appendleft(structs.replace(job, tests=tuple(left), seconds=tuple(left.values()), at_once=True))
        else:
            self.tell(JobDone(job.id))

    def _rest_of(self, job: MutantJob, done: int) -> MutantJob:
        return structs.replace(job, tests=job.tests[done:], seconds=job.seconds[done:], at_once=True)

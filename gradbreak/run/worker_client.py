"""The client of a worker process: starts it, sends it jobs, reads its messages and always ends it."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Generator, Iterator, Sequence
from types import TracebackType

import msgspec

from gradbreak.process.channel import LineReader, send
from gradbreak.process.forked import ForkServer, WorkerEndedError
from gradbreak.process.limits import TIMED_OUT
from gradbreak.run.messages import Batch, BatchDone, Collected, Event, MutantJob, Task

WORKER = "gradbreak.run.worker"
"""The module whose ``serve`` a worker runs."""

SILENCE_SECONDS = 300.0
"""How long a worker may be silent. Tests have far shorter limits; this one is for an import that hangs."""


TERM_SECONDS = 2.0
"""How long a worker may take to end its children, which have process groups of their own."""


class WorkerClient:
    """A worker process, for use in a ``with`` statement."""

    def __init__(self, task: Task, server: ForkServer) -> None:
        """Have ``server`` start a worker on ``task``."""
        # The children of a measuring worker are in its own process group.
        self._has_groups = not task.measure
        theirs, self._input = os.pipe()
        self._output, answers = os.pipe()
        try:
            self.process = server.fork(theirs, answers)
        finally:
            os.close(theirs)
            os.close(answers)
        # Only now, because the task may be larger than a pipe's buffer, and the worker must be reading.
        send(self._input, task)

    def __enter__(self) -> WorkerClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end()
        self.process.wait(TERM_SECONDS)
        self.process.close()
        os.close(self._input)
        os.close(self._output)

    def end(self) -> None:
        """End the worker, whatever it is doing, and with it the children it has."""
        if self._has_groups:
            self.process.terminate()
            self.process.wait(TERM_SECONDS)
        self.process.kill_group()

    @property
    def ran_out(self) -> bool:
        """Whether it used up its time before it had collected its tests."""
        return self.process.wait(0) in (None, -TIMED_OUT)

    def events(self) -> Generator[Event]:
        """The worker's messages, until it ends.

        Raises:
            WorkerEndedError: it said nothing for too long.
        """
        reader = LineReader(self._output)
        heard_at, is_open = time.monotonic(), True
        while is_open:
            if select.select([self._output], [], [], 1.0)[0]:
                lines, is_open = reader.read()
                heard_at = time.monotonic()
                for line in lines:
                    yield msgspec.json.decode(line, type=Event)
            elif time.monotonic() - heard_at > SILENCE_SECONDS:
                raise WorkerEndedError(
                    f"the tests' process said nothing for {SILENCE_SECONDS:g} s",
                    "Look for a test module that waits for something when it is imported",
                )

    def run(self, mutant_jobs: Sequence[MutantJob], events: Iterator[Event]) -> Iterator[Event]:
        """Send a batch, and yield what comes back until it is done.

        Raises:
            WorkerEndedError: the worker ended before that.
        """
        try:
            send(self._input, Batch(tuple(mutant_jobs)))
        except BrokenPipeError:
            raise self.ended() from None
        for event in events:
            if isinstance(event, BatchDone):
                return
            yield event
        raise self.ended()

    def collected(self, events: Iterator[Event]) -> Collected:
        """The worker's first message.

        Raises:
            WorkerEndedError: it ended before it had collected the tests.
        """
        first = next(events, None)
        if not isinstance(first, Collected):
            raise self.ended()
        return first

    def ended(self) -> WorkerEndedError:
        """An error that says how the worker ended."""
        return WorkerEndedError(
            f"the tests' process ended early with exit code {self.process.wait()}",
            "Look for os._exit or a crash at import",
        )

"""The driver's end of a worker: starting it, talking to it, and never leaving it behind."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from types import TracebackType

import msgspec

from gradbreak.errors import RunNotProven
from gradbreak.execution.channel import LineReader, send
from gradbreak.execution.limits import TIMED_OUT
from gradbreak.execution.messages import Batch, BatchDone, Collected, Event, Task, Unit

CACHE = ".gradbreak"
"""The folder under the root for what gradbreak keeps between runs; nothing else is written to."""

SILENCE_SECONDS = 300.0
"""How long a worker may say nothing. Every test has a far shorter limit; this ends an import that hangs."""


TERM_SECONDS = 2.0
"""How long a worker has to end its children; one that measures has none, and its tests may be deaf to the signal."""


class WorkerEndedError(RunNotProven):
    """A worker process ended, or fell silent, before it had done its work."""


class Worker:
    """A worker process, for use in a ``with`` statement."""

    def __init__(self, task: Task) -> None:
        """Start a worker on ``task``."""
        cache = task.config.root / CACHE
        environment = {
            **os.environ,
            # Sets of strings iterate in the same order in every process.
            "PYTHONHASHSEED": "0",
            # Hypothesis's files go to the cache and not into the project.
            "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gradbreak.execution.worker"],
            cwd=task.config.root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._input, self._output = self.process.stdin.fileno(), self.process.stdout.fileno()
        send(self._input, task)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end()
        # Closes the pipes and collects the process.
        with contextlib.suppress(BrokenPipeError):
            self.process.__exit__(kind, error, traceback)

    def end(self) -> None:
        """End the worker, whatever it is doing, and with it the children it has."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(TERM_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def ran_out(self) -> bool:
        """Whether it used up its time before it had collected its tests."""
        return self.process.poll() in (None, -TIMED_OUT)

    def events(self) -> Generator[Event]:
        """Whatever the worker says, until it ends.

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

    def run(self, units: Sequence[Unit], events: Iterator[Event]) -> Iterator[Event]:
        """Send a batch, and yield what comes back until it is done.

        Raises:
            WorkerEndedError: the worker ended before that.
        """
        try:
            send(self._input, Batch(tuple(units)))
        except BrokenPipeError:
            raise self.ended() from None
        for event in events:
            if isinstance(event, BatchDone):
                return
            yield event
        raise self.ended()

    def collected(self, events: Iterator[Event]) -> Collected:
        """The first thing that a worker says.

        Raises:
            WorkerEndedError: it ended without.
        """
        first = next(events, None)
        if not isinstance(first, Collected):
            raise self.ended()
        return first

    def ended(self) -> WorkerEndedError:
        """An error that says how the worker ended."""
        assert self.process.stderr is not None
        code = self.process.wait()
        last = self.process.stderr.read().decode(errors="replace").strip().splitlines()
        why = f": {last[-1]}" if last else ""
        return WorkerEndedError(
            f"the tests' process ended early with exit code {code}{why}", "Look for os._exit or a crash at import"
        )

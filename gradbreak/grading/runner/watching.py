"""Watching one student's process until it is done, ends by itself, or has to be ended."""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .events import Event, EventReader, TooMuchError
from .idle_clock import IdleClock
from .processes import ProcessFamily, Usage
from .requests import Limits

GLANCE_SECONDS = 0.05
"""How often the processes are looked at, which is also how late a limit may be noticed."""

MIB = 1 << 20


@dataclass(frozen=True)
class End:
    """How a process ended.

    Attributes:
        why: for the student; empty where the process was done.
        outcome: of the test that was running, if any: ``timeout`` or ``ended``.
    """

    why: str = ""
    outcome: str = "ended"


@contextlib.contextmanager
def _opened(pid: int) -> Iterator[int | None]:
    """A descriptor that is readable once a child has ended; None before Linux 5.3, which has none such."""
    try:
        descriptor = os.pidfd_open(pid)
    except OSError:
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class GraderGoneError(Exception):
    """The other end of the server's input is closed: nobody waits for an answer."""


class Watch:
    """One student's process.

    Args:
        records: the descriptor to read its events from.
        reader: takes the events out.
        family: all processes of the student's.
        limits: what they may use.
        clock: counts the time of the run.
        grader: the descriptor that requests come from.
        on_event: called with each event.
        on_pause: called when there are no more events for now.
    """

    def __init__(
        self,
        records: int,
        reader: EventReader,
        family: ProcessFamily,
        limits: Limits,
        clock: IdleClock,
        grader: int,
        on_event: Callable[[Event], None],
        on_pause: Callable[[], None],
    ) -> None:
        self._records = records
        os.set_blocking(records, False)
        self._reader = reader
        self._family = family
        self._limits = limits
        self._clock = clock
        self._on_event = on_event
        self._on_pause = on_pause
        self._grader = grader
        self._is_done = False
        self._begin_step()

    def _begin_step(self) -> None:
        """A file or a test has begun: its time counts from here, its CPU time from the first look."""
        self._since = time.monotonic()
        self._step_seconds = 0.0
        self._cpu_before: float | None = None

    def until_end(self, pid: int) -> End:
        """Listen until the process ends, and say how.

        Events are read at the end of the process and at each glance, and not as they come: to wake up for each of
        them takes longer than most tests, and copies the pages that the two processes share.

        Raises:
            GraderGoneError: the grader has closed its end.
        """
        with _opened(pid) as process:
            poll = select.poll()
            poll.register(process if process is not None else self._records, select.POLLIN)
            poll.register(self._grader, 0)  # only that it is closed is reported
            return self._until_end(pid, poll)

    def _until_end(self, pid: int, poll: select.poll) -> End:
        looked_at = time.monotonic()
        while True:
            ready = dict(poll.poll(GLANCE_SECONDS * 1000))
            if ready.get(self._grader, 0) & (select.POLLHUP | select.POLLERR):
                raise GraderGoneError
            # Before the events are read: whatever it wrote is there by now.
            has_ended = self._has_ended(pid)
            try:
                is_open = self._listen()
            except TooMuchError:
                return End("it wrote too much to where results are collected")
            if has_ended or not is_open:
                return self._ended()
            if time.monotonic() - looked_at >= GLANCE_SECONDS:
                looked_at = time.monotonic()
                over = self._over_limit(self._family.usage(), time.monotonic())
                # On a busy machine the test that was over its limit may have ended before this process had its turn.
                if over and not self._has_news():
                    return over

    def _has_news(self) -> bool:
        return bool(select.select([self._records], [], [], 0)[0])

    def _listen(self) -> bool:
        """Read what there is; whether more may come."""
        try:
            while chunk := os.read(self._records, 1 << 16):
                for event in self._reader.feed(chunk):
                    self._is_done = event[0] == "done"
                    self._on_event(event)
                    if event[0] in ("file", "start"):
                        self._begin_step()
        except BlockingIOError:
            return True
        finally:
            self._on_pause()
        return False

    def _ended(self) -> End:
        return End() if self._is_done else End("its process ended before it did")

    @staticmethod
    def _has_ended(pid: int) -> bool:
        """Whether the process is gone, while one that it started may still hold its end of the pipe."""
        # Not waited for yet: until it is, no other process gets its number.
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _over_limit(self, usage: Usage, now: float) -> End | None:
        limits = self._limits
        # Of the time between two looks, a step has at most what has passed since it began.
        self._step_seconds += min(self._clock.look(now, usage.waits), now - self._since)
        if self._cpu_before is None:
            self._cpu_before = usage.cpu_seconds
        if usage.cpu_seconds - self._cpu_before > limits.cpu_seconds:
            return End(f"it took more than {limits.cpu_seconds:g} s of CPU time", "timeout")
        if self._step_seconds > limits.wall_seconds:
            return End(f"it took more than {limits.wall_seconds:g} s", "timeout")
        if usage.memory > limits.memory_mib * MIB:
            return End(f"it took more than {limits.memory_mib} MiB of memory", "timeout")
        if usage.processes > limits.processes or usage.threads > limits.threads:
            return End(f"it had {usage.processes} processes with {usage.threads} threads")
        if self._clock.seconds > limits.run_seconds:
            return End("the time for all tests together was over", "timeout")
        return None

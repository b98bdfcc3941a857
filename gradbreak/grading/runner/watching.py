"""Watching one student's process until it is done, ends by itself, or has to be ended."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass

from .events import Event, EventReader, TooMuchError
from .idle_clock import IdleClock, wait_of_main_thread
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
    ) -> None:
        self._records = records
        self._reader = reader
        self._family = family
        self._limits = limits
        self._clock = clock
        self._on_event = on_event
        self._poll = select.poll()
        self._poll.register(records, select.POLLIN)
        self._poll.register(grader, 0)  # only that it is closed is reported
        self._grader = grader
        self._is_done = False
        self._begin_step()

    def _begin_step(self, waited: float = 0.0) -> None:
        """A file or a test has begun: its time counts from here, its CPU time from the first look.

        Args:
            waited: how long the main thread has waited for a processor so far, in seconds.
        """
        self._since = time.monotonic()
        self._step_seconds = 0.0
        self._wait_before = waited
        self._cpu_before: float | None = None

    def until_end(self, pid: int) -> End:
        """Listen until the process ends, and say how.

        Raises:
            GraderGoneError: the grader has closed its end.
        """
        looked_at = time.monotonic()
        while True:
            ready = dict(self._poll.poll(GLANCE_SECONDS * 1000))
            if ready.get(self._grader, 0) & (select.POLLHUP | select.POLLERR):
                raise GraderGoneError
            if self._records in ready:
                try:
                    if not self._listen(pid):
                        return self._ended()
                except TooMuchError:
                    return End("it wrote too much to where results are collected")
            if time.monotonic() - looked_at >= GLANCE_SECONDS:
                looked_at = time.monotonic()
                if self._has_ended(pid) and self._records not in ready:
                    return self._ended()
                over = self._over_limit(self._family.usage(), time.monotonic())
                # On a busy machine the test that was over its limit may have ended before this process had its turn.
                if over and not self._has_news():
                    return over

    def _has_news(self) -> bool:
        return self._records in dict(self._poll.poll(0))

    def _on_idle_machine(self, event: Event, waited: float) -> Event:
        """The event; the end of a test with the time that it would have taken on an idle machine."""
        match event:
            case "end", test, outcome, message, float(seconds):
                return "end", test, outcome, message, max(0.0, seconds - max(0.0, waited - self._wait_before))
        return event

    def _listen(self, pid: int) -> bool:
        chunk = os.read(self._records, 1 << 16)
        waited = wait_of_main_thread(pid)
        for event in self._reader.feed(chunk):
            self._is_done = event[0] == "done"
            self._on_event(self._on_idle_machine(event, waited))
            if event[0] in ("file", "start"):
                self._begin_step(waited)
        return bool(chunk)

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

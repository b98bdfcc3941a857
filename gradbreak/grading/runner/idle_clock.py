"""Measures the wall time that a run would have taken on an idle machine: without waiting for a processor.

A test that computes is ended by its CPU time. The limits on wall time only end one that sleeps, so they must not count
what a busy machine adds. The kernel says for each thread how long it could have run and did not (``schedstat``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

MOST_STRETCH = 20.0
"""How many seconds may pass for one that counts, so that a limit on wall time holds whatever a thread does: one of the
lowest priority waits for as long as another one computes."""

LONGEST_GAP = 0.25
"""The most seconds that count between two looks. There are several looks in this time. One that comes later was itself
kept from running, by a busy machine or by a virtual one that stood still."""

LONGEST_TURN = 1.0
"""The longest wait in seconds that is carried over to the next look: the kernel adds a wait only when it is over. More
is not carried over, so that no test waits with many threads first and sleeps for as long afterwards."""

_NANOSECONDS = 1e9


class IdleClock:
    """The seconds of a run that count.

    Args:
        now: when the run began, on the monotonic clock.
    """

    def __init__(self, now: float) -> None:
        self.seconds = 0.0
        """What has been counted up to the last look."""
        self._looked_at = now
        self._waits: Mapping[int, float] = {}
        self._not_yet_taken_off = 0.0

    def look(self, now: float, waits: Mapping[int, float] | None) -> float:
        """Count the time since the last look; return what it adds, in seconds.

        Args:
            now: on the monotonic clock.
            waits: thread → how long it has waited for a processor since it began, in seconds. None where the kernel
                does not say it.
        """
        since = now - self._looked_at
        passed = min(since, LONGEST_GAP)
        if waits is None:
            counted = passed * share_of_processors()
        else:
            # Threads that wait at the same time are counted several times. Then they also compute so much at the same
            # time that the limit on CPU time ends them.
            waited = sum(_added(wait, self._waits.get(thread, 0.0)) for thread, wait in waits.items())
            counted = passed - waited - self._not_yet_taken_off
            self._not_yet_taken_off = min(max(-counted, 0.0), LONGEST_TURN)
            self._waits = waits
        counted = max(counted, since / MOST_STRETCH)
        self.seconds += counted
        self._looked_at = now
        return counted


def _added(wait: float, before: float) -> float:
    """How much a thread has waited since the last look. Less than before is another thread with the same number."""
    return wait - before if wait >= before else wait


def waits_of_threads(pid: int) -> dict[int, float]:
    """Thread of a process → how long it has waited for a processor, in seconds; nothing once the process is gone."""
    folder = f"/proc/{pid}/task"
    try:
        threads = os.listdir(folder)  # noqa: PTH208  # the hot path
    except OSError:
        return {}
    found = {int(thread): _wait(f"{folder}/{thread}/schedstat") for thread in threads}
    return {thread: wait for thread, wait in found.items() if wait is not None}


class OwnWait:
    """How long the main thread of this process waits for a processor.

    Make it before the process gives up its rights on files: it keeps the one open that says it.
    """

    def __init__(self) -> None:
        try:
            self._descriptor = os.open("/proc/self/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._descriptor = -1

    def seconds(self) -> float:
        """Seconds since the process began; 0 where that is not known, or no longer: a test may have closed the file."""
        try:
            return _waited(os.pread(self._descriptor, 4096, 0))
        except (OSError, ValueError, IndexError):
            return 0.0


def kernel_tells_waits() -> bool:
    """Whether the kernel says how long a thread has waited."""
    return _wait("/proc/self/schedstat") is not None


def share_of_processors() -> float:
    """The part of a processor that one more thread gets, from 0 to 1, by the load of the last minute."""
    try:
        load = os.getloadavg()[0]
    except OSError:
        return 1.0
    return min(1.0, len(os.sched_getaffinity(0)) / max(load, 1.0))


def read_proc(path: str) -> bytes:
    """What a file of ``/proc`` says, up to 4096 bytes. A third of the time of opening it as a file object.

    Raises:
        OSError: there is no such file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def _wait(path: str) -> float | None:
    try:
        return _waited(read_proc(path))
    except (OSError, ValueError, IndexError):
        return None


def _waited(schedstat: bytes) -> float:
    # Time on a processor and time of waiting for one, in nanoseconds, and how many turns there were.
    return int(schedstat.split()[1]) / _NANOSECONDS

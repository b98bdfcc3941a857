"""Measuring and ending every process that a student's code has started."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .idle_clock import kernel_tells_waits, read_proc, waits_of_threads

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

LONGEST_ENDING = 30.0
"""Seconds that processes may take to end after SIGKILL, on a busy machine too. One that takes longer waits for a
device."""

IGNORED = signal.valid_signals() - {
    # The first two cannot be ignored. Without the third no child can be waited for. Python ignores the next two itself.
    signal.SIGKILL,
    signal.SIGSTOP,
    signal.SIGCHLD,
    signal.SIGPIPE,
    signal.SIGXFSZ,
    # Errors of the process itself. What it does after one that was ignored is undefined.
    signal.SIGSEGV,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
}
"""The signals that the server ignores. A test may send them in ways that the filter on system calls does not see."""

_libc = ctypes.CDLL(None)


def hide_memory(hidden: bool) -> None:
    """Keep other processes of the same user from reading this one's memory, or let them again."""
    _libc.prctl(PR_SET_DUMPABLE, 0 if hidden else 1, 0, 0, 0)


def die_with_parent() -> None:
    """Have this process killed when its parent ends. Call it again after a change of user, which undoes it."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of every descendant that outlives its own."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def ignore_signals() -> None:
    """Ignore every signal that can be ignored; ``heed_signals`` takes that back."""
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)


def heed_signals() -> None:
    """React to signals as a new Python process does."""
    for number in IGNORED:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


@dataclass(frozen=True)
class Process:
    """A line of ``/proc/PID/stat``.

    Attributes:
        pid: its number.
        parent: its parent's.
        state: one letter; Z is a process that has ended.
        cpu_seconds: CPU time of it and of the children it has waited for.
        threads: how many it has.
        resident: bytes in memory.
    """

    pid: int
    parent: int
    state: str
    cpu_seconds: float
    threads: int
    resident: int


def _read(pid: int) -> Process | None:
    try:
        text = read_proc(f"/proc/{pid}/stat").decode(errors="replace")
    except OSError:
        return None
    # The name stands in brackets and may itself hold brackets and spaces: fields count from the last one.
    fields = text[text.rindex(")") + 2 :].split()
    times = sum(int(field) for field in fields[11:15])
    return Process(pid, int(fields[1]), fields[0], times / TICKS, int(fields[17]), int(fields[21]) * PAGE)


@dataclass(frozen=True)
class Usage:
    """What the processes of a run use together.

    Attributes:
        cpu_seconds: CPU time so far, of those that have ended too.
        processes: how many there are.
        threads: how many threads they have.
        memory: bytes in memory beyond what each shares with the server it was forked from.
        waits: thread → how long it has waited for a processor, in seconds; None where the kernel does not say it.
    """

    cpu_seconds: float
    processes: int
    threads: int
    memory: int
    waits: Mapping[int, float] | None


class ProcessFamily:
    """All descendants of this process.

    Args:
        own_processes: whether this is the first process of a PID namespace, so that all others are its
            descendants; then one signal reaches them all at once.
    """

    def __init__(self, own_processes: bool) -> None:
        self._owns_namespace = own_processes and os.getpid() == 1
        self._tells_waits = kernel_tells_waits()

    def members(self) -> list[Process]:
        """All that are alive or not yet waited for."""
        found = [_read(int(entry)) for entry in os.listdir("/proc") if entry.isdigit()]  # noqa: PTH208  # the hot path
        everyone = [process for process in found if process is not None and process.pid != os.getpid()]
        return everyone if self._owns_namespace else _descendants(os.getpid(), everyone)

    def usage(self) -> Usage:
        """What they use."""
        members = self.members()
        own = _read(os.getpid())
        shared = own.resident if own else 0
        reaped = resource.getrusage(resource.RUSAGE_CHILDREN)
        alive = [member for member in members if member.state != "Z"]
        return Usage(
            cpu_seconds=sum(member.cpu_seconds for member in members) + reaped.ru_utime + reaped.ru_stime,
            processes=len(alive),
            threads=sum(member.threads for member in alive),
            memory=sum(max(0, member.resident - shared) for member in alive),
            waits=self._waits(alive),
        )

    def _waits(self, alive: Iterable[Process]) -> dict[int, float] | None:
        if not self._tells_waits:
            return None
        return {thread: wait for member in alive for thread, wait in waits_of_threads(member.pid).items()}

    def end(self) -> bool:
        """Kill and wait for every one; whether none is left.

        A process without children has no descendants either, because orphans are given to it.
        """
        deadline = time.monotonic() + LONGEST_ENDING
        while reap():
            if time.monotonic() > deadline:
                return False
            self._kill()
            time.sleep(0.001)
        return True

    def _kill(self) -> None:
        if self._owns_namespace:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
            return
        for member in self.members():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(member.pid, signal.SIGKILL)


def end_child(pid: int) -> None:
    """Kill a child that nobody has waited for, and wait for it."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def reap() -> bool:
    """Wait for every child that has ended; whether others are left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _descendants(root: int, everyone: Iterable[Process]) -> list[Process]:
    children: dict[int, list[Process]] = {}
    for process in everyone:
        children.setdefault(process.parent, []).append(process)
    found: list[Process] = []
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            found.append(child)
            waiting.append(child.pid)
    return found

"""Taking rights, open files and resources from a process before it runs a student's code."""

from __future__ import annotations

import contextlib
import os
import resource

from .idle_clock import read_proc
from .processes import die_with_parent, hide_memory
from .requests import Limits

MIB = 1 << 20


def become(user: int, needed: tuple[str, ...]) -> bool:
    """Change to another user without any group, unless that user could not read what is needed; whether it changed.

    Args:
        user: a uid.
        needed: files and folders.
    """
    pid = os.fork()
    if pid == 0:
        # Tried in a child first, because there is no way back.
        with contextlib.suppress(OSError):
            _change(user)
            os._exit(0 if all(os.access(path, os.R_OK) for path in needed) else 1)
        os._exit(1)
    if os.waitpid(pid, 0)[1]:
        return False
    _change(user)
    return True


def _change(user: int) -> None:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def cut_off(records: int, closing: tuple[int, ...]) -> None:
    """Give a process a session of its own, and close every file but the one for its records.

    Args:
        records: the descriptor to keep.
        closing: what else is open.
    """
    os.setsid()
    die_with_parent()
    hide_memory(False)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    for descriptor in {nothing, *closing} - {0, 1, 2, records}:
        os.close(descriptor)


def limit(limits: Limits, busy_threads: int) -> None:
    """Set the limits that the system holds; the server watches the rest.

    Args:
        limits: what is allowed.
        busy_threads: how many threads the user runs elsewhere, which the system counts as well.
    """
    pages = int(read_proc("/proc/self/statm").split()[0])
    memory = pages * resource.getpagesize() + limits.memory_mib * MIB
    cpu = int(limits.run_seconds) + 1
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
        # The server's watch is finer. This one also ends what the server would no longer see.
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, limits.file_mib * MIB),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_NPROC, limits.threads + busy_threads),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))

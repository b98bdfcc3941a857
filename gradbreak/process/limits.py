"""Ending a test that runs too long or grows too large, without asking it."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

TIMED_OUT = signal.SIGPROF
"""The signal that ends a test which used up its CPU time.

A timer of the kernel that counts CPU time of this process and kills with the signal's default
action: nothing in Python has to run for it, so a loop inside C code ends too, and a machine that
is busy with something else does not make a test late.
"""


def start_clock(cpu_seconds: float) -> None:
    """Give the running test this much CPU time from now on."""
    signal.signal(TIMED_OUT, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def stop_clock() -> None:
    """The test has ended; what comes next is not on its time."""
    signal.setitimer(signal.ITIMER_PROF, 0)


def limit_memory(mib: int) -> None:
    """Let this process allocate ``mib`` MiB more than it has; then allocation fails with MemoryError.

    Where the system does not say how much a process has, nothing is limited.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    allowed = (int(fields["VmData"].split()[0]) + mib * 1024) * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed if hard == resource.RLIM_INFINITY else min(allowed, hard), hard))
    # A mutant that takes the interpreter down must not leave a core file in the project.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

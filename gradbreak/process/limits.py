"""Limits on CPU time and memory that the system enforces on the running test."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

TIMED_OUT = signal.SIGPROF
"""The signal that ends a test that has used up its CPU time.

The kernel's timer counts this process's CPU time, and the signal's default action kills it. No Python code has to
run, so a loop in C code ends too. Only CPU time counts, so a busy machine makes no test late.
"""


def start_clock(cpu_seconds: float) -> None:
    """Kill this process after so many more seconds of CPU time."""
    signal.signal(TIMED_OUT, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def stop_clock() -> None:
    """Stop the clock: the test has ended."""
    signal.setitimer(signal.ITIMER_PROF, 0)


def limit_memory(mib: int) -> None:
    """Let this process allocate ``mib`` MiB more than it has; beyond that, allocation raises MemoryError.

    On a system without ``/proc/self/status`` nothing is limited.
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

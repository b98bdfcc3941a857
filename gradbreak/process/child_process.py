"""Forking a process that does one piece of work, says something over a pipe, and ends."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ChildProcess:
    """A forked process, as its parent has it.

    Attributes:
        pid: its process id.
        descriptor: the end of the pipe to read from.
    """

    pid: int
    descriptor: int

    def read_all(self, deadline: float) -> bytes | None:
        """Everything until the pipe closes; None where it is still open at the deadline.

        Args:
            deadline: in seconds, on the monotonic clock.
        """
        chunks: list[bytes] = []
        while select.select([self.descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
            chunk = os.read(self.descriptor, 1 << 16)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
        return None

    def wait(self) -> int:
        """Stop listening and wait until the process has ended; its status as ``os.waitpid`` gives it."""
        os.close(self.descriptor)
        return os.waitpid(self.pid, 0)[1]

    def end(self) -> int:
        """Kill the process, unless it has ended; its status as ``os.waitpid`` gives it."""
        os.kill(self.pid, signal.SIGKILL)  # one that has ended keeps its number until it is waited for
        return self.wait()


def start_child(work: Callable[[int], None], private: Iterable[int] = ()) -> ChildProcess:
    """Fork a process that does some work and then ends, with exit code 0, or 1 where the work raised.

    Args:
        work: called in the child with the end of the pipe to write to.
        private: descriptors of this process that the child must not have.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Nothing may return from here: above this frame is the parent's own work.
        status = 1
        try:
            for descriptor in (reading, *private):
                os.close(descriptor)
            work(writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return ChildProcess(pid, reading)

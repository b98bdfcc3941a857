"""A process that imports a worker's module once, and forks a worker for each request.

It is started as ``python -m gradbreak.process.fork_server N MODULE`` in the project's folder. N is the descriptor of a
socket; ``MODULE.serve(commands, answers)`` is what a worker runs. A request is one byte with three descriptors: the
worker reads from the first and writes to the second, and the server writes the worker's exit status to the third. The
answer is the worker's process id. The server imports none of the project's files, so a worker starts as clean as a
new process, and a third of a second sooner.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
from collections.abc import Callable

DESCRIPTORS = 3
"""How many come with each request: commands, answers, exit status."""


def serve(requests: socket.socket, work: Callable[[int, int], None]) -> None:
    """Fork workers until the other end of the socket is closed; then end those that still run."""
    waking, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(
        signal.SIGCHLD, lambda *_: None
    )  # the wakeup descriptor is written to only for signals with a handler
    statuses: dict[int, int] = {}
    while True:
        ready = select.select([requests.fileno(), waking], [], [])[0]
        if waking in ready:
            os.read(waking, 512)
            _reap(statuses)
        if requests.fileno() in ready:
            asked, descriptors, _, _ = socket.recv_fds(requests, 1, DESCRIPTORS)
            if not asked:
                break
            commands, answers, status = descriptors
            pid = os.fork()
            if pid == 0:
                for private in (requests.detach(), waking, wakes, status, *statuses.values()):
                    os.close(private)
                _become_a_worker(work, commands, answers)
            os.close(commands)
            os.close(answers)
            statuses[pid] = status
            _lead_a_group(pid)
            requests.sendall(b"%d\n" % pid)
    for pid in statuses:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def _lead_a_group(pid: int) -> None:
    """Called by the server and by the worker, because either may run first."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(pid, 0)


def _reap(statuses: dict[int, int]) -> None:
    for pid in list(statuses):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            descriptor = statuses.pop(pid)
            with contextlib.suppress(BrokenPipeError):
                os.write(descriptor, b"%d" % os.waitstatus_to_exitcode(status))
            os.close(descriptor)


def _become_a_worker(work: Callable[[int, int], None], commands: int, answers: int) -> None:
    """Work and end the process. It must not return: the frames above are the server's."""
    try:
        _lead_a_group(0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        work(commands, answers)
        os._exit(0)
    finally:
        os._exit(1)


if __name__ == "__main__":
    # Only now, with pytest loaded: the project's own files are never written to, and installed packages
    # keep their compiled form. (A cache elsewhere would compile all of those again on the first run.)
    worker = importlib.import_module(sys.argv[2])
    sys.dont_write_bytecode = True
    gc.collect()
    gc.freeze()  # workers share the memory of what is loaded as long as no garbage collection writes to it
    serve(socket.socket(fileno=int(sys.argv[1])), worker.serve)

"""A process that has imported what every worker needs, and forks one whenever it is asked to.

Started as ``python -m gradbreak.process.fork_server N MODULE`` in the project's folder, where N is the
descriptor of a socket and ``MODULE.serve(commands, answers)`` is what a worker does. For each byte on the socket,
with the descriptors that a worker listens on, answers on and leaves its exit status on, a worker is forked and its
process id comes back. The server imports nothing of the project's, so a worker starts as clean as a new process and
a third of a second sooner.
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
"""That come with each request: commands, answers, exit status."""


def serve(requests: socket.socket, work: Callable[[int, int], None]) -> None:
    """Fork workers until nobody is left to ask; then end those that still run."""
    waking, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # only a signal that is handled wakes
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
    """Both sides do this, so that it is done whoever comes first."""
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
    """Nothing may return from here: above this frame is the server's own work."""
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
    gc.freeze()  # what is loaded is shared by all workers, and no collection writes to it
    serve(socket.socket(fileno=int(sys.argv[1])), worker.serve)

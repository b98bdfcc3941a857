"""The client of a fork server: starts worker processes, and learns how each ended."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from gradbreak.errors import RunNotProven
from gradbreak.process.cache import CACHE
from gradbreak.process.environment import WORDIER


class WorkerEndedError(RunNotProven):
    """A worker process ended or stopped answering before its work was done."""


class Forked:
    """A process that a fork server forked.

    Attributes:
        pid: its process id, which is its process group's too.
    """

    def __init__(self, pid: int, status: int) -> None:
        self.pid = pid
        self._status = status
        self._code: int | None = None
        self._lock = threading.Lock()

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit code, negative for a signal; None if it still runs after so many seconds."""
        if self._code is None and select.select([self._status], [], [], seconds)[0]:
            with self._lock:  # another thread may be waiting too
                if self._code is None:
                    said = os.read(self._status, 16)
                    # Nothing arrives if the server was killed, and its workers end with it.
                    self._code = int(said) if said else -signal.SIGKILL
        return self._code

    def terminate(self) -> None:
        """Ask it to end, unless it has."""
        if self.wait(0) is None:
            os.kill(self.pid, signal.SIGTERM)

    def kill_group(self) -> None:
        """Kill it and all other processes of its group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Close its descriptor. It cannot be waited for afterwards."""
        os.close(self._status)


class ForkServer:
    """A running fork server, for use in a ``with`` statement and from several threads."""

    def __init__(self, root: Path, worker: str, work_folder: Path | None = None, hash_seed: int = 0) -> None:
        """Start it.

        Args:
            root: the project's folder, in which it runs.
            worker: the name of the module whose ``serve`` its processes run.
            work_folder: the folder whose cache takes what tests write for later runs; the root unless it is given.
            hash_seed: of the hashes of texts. Sets of strings iterate in the same order in every process of one seed.
        """
        environment = {
            **{name: value for name, value in os.environ.items() if name not in (*WORDIER, "PYTEST_ADDOPTS")},
            "PYTHONHASHSEED": str(hash_seed),
            # No test opens a window.
            "MPLBACKEND": "agg",
            # Hypothesis's files go to the cache and not into the project.
            "HYPOTHESIS_STORAGE_DIRECTORY": str((work_folder or root) / CACHE / "hypothesis"),
        }
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gradbreak.process.fork_server", str(theirs.fileno()), worker],
                cwd=root,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        self._lock = threading.Lock()

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._socket.close()
        self._process.__exit__(kind, error, traceback)

    def fork(self, commands: int, answers: int) -> Forked:
        """A new worker process that reads from one descriptor and writes to the other.

        Raises:
            WorkerEndedError: the server could not start, or was killed.
        """
        status, theirs = os.pipe()
        try:
            with self._lock:
                socket.send_fds(self._socket, [b"+"], [commands, answers, theirs])
                said = self._socket.makefile("rb").readline()
            pid = int(said)
        except (OSError, ValueError):
            os.close(status)
            raise self._ended() from None
        finally:
            os.close(theirs)
        return Forked(pid, status)

    def _ended(self) -> WorkerEndedError:
        code = self._process.wait()
        assert self._process.stderr is not None
        last = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        why = f": {last[-1]}" if last else ""
        return WorkerEndedError(
            f"the tests' process ended early with exit code {code}{why}",
            "Look whether another tool ended it, or the installation is broken",
        )

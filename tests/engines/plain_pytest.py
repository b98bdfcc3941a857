"""Plain pytest in a new process for each run, without the third of a second that Python and pytest take to start.

A server process imports pytest and nothing that is tested, and forks for each run. What the child has of its parent is
what ``python -m pytest`` would import before it looks at a test.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


class HangsError(Exception):
    """A run used up its time."""


class PlainPytest:
    """Runs pytest in forked processes.

    Args:
        imported: modules that the server imports beforehand because all tests do, such as ``numpy``.
    """

    def __init__(self, imported: Sequence[str] = ()) -> None:
        self._lock = threading.Lock()
        self._server = subprocess.Popen(
            [sys.executable, "-B", __file__, *imported],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            text=True,
        )

    def run(self, folder: Path, arguments: Sequence[str], seconds: float, cpu_seconds: int = 0) -> int:
        """Do what ``python -m pytest ARGUMENTS`` does in a folder, and give its exit code.

        Args:
            folder: where pytest is started.
            arguments: of pytest.
            seconds: wall time after which the process is killed.
            cpu_seconds: processor time after which it is killed, whole seconds; 0 sets no limit.

        Raises:
            HangsError: it was killed because one of both was used up.
        """
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        asked = {"folder": str(folder), "arguments": list(arguments), "seconds": seconds, "cpu_seconds": cpu_seconds}
        with self._lock:
            self._server.stdin.write(json.dumps(asked) + "\n")
            self._server.stdin.flush()
            code = json.loads(self._server.stdout.readline())
        if code in (-signal.SIGKILL, -signal.SIGXCPU):
            raise HangsError(f"pytest {' '.join(arguments)}")
        return int(code)


@functools.cache
def plain_pytest(*imported: str) -> PlainPytest:
    """The server of this process; it ends with it."""
    return PlainPytest(imported)


def _environment() -> dict[str, str]:
    # Nothing of a session that runs this may reach the tests; a stale .pyc would hide an edit of the same second.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    # The plugins that are installed here are gradbreak's own and no part of a sample's project.
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


# -- in the server ---------------------------------------------------------------------------------


def _serve(imported: Sequence[str]) -> None:
    import pytest  # noqa: PLC0415  # the client need not have it in this process
    from _pytest.config import default_plugins  # noqa: PLC0415  # as above

    for name in (*(f"_pytest.{plugin}" for plugin in default_plugins), *imported):
        importlib.import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(asked, pytest.main)
        print(_ended(child, asked["seconds"]), flush=True)


def _run(asked: dict[str, Any], run_pytest: Callable[[list[str]], int]) -> None:
    code = os.EX_SOFTWARE
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        if asked["cpu_seconds"]:
            resource.setrlimit(resource.RLIMIT_CPU, (asked["cpu_seconds"], asked["cpu_seconds"]))
        os.chdir(asked["folder"])
        # The folder of this script is on the path; `python -m pytest` has the folder that it is started in.
        sys.path[0] = asked["folder"]
        code = int(run_pytest(asked["arguments"]))
    finally:
        os._exit(code)


def _ended(child: int, seconds: float) -> int:
    """The exit code of a child; that of a killed process is the signal, negative."""
    killer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL))
    killer.start()
    try:
        _, status = os.waitpid(child, 0)
    finally:
        killer.cancel()
        killer.join()  # no thread may live when the next child is forked
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    _serve(sys.argv[1:])

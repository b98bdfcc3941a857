from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from gradbreak.process.channel import write_all
from gradbreak.process.child_process import start_child

SOON = 30.0
"""Seconds; for what happens at once on a machine that is not busy."""


def test_what_a_child_writes_arrives_whole_however_long_it_is():
    child = start_child(lambda writing: write_all(writing, b"x" * 1_000_000))
    assert child.read_all(time.monotonic() + SOON) == b"x" * 1_000_000
    assert child.wait() == 0


def test_a_child_whose_work_raises_ends_with_code_1_and_returns_nowhere(capfd):
    def work(_: int) -> None:
        raise RuntimeError

    child = start_child(work)
    assert child.read_all(time.monotonic() + SOON) == b""
    assert os.waitstatus_to_exitcode(child.wait()) == 1


def test_at_the_deadline_there_is_nothing_and_the_child_can_be_ended():
    child = start_child(lambda _: signal.pause())
    assert child.read_all(time.monotonic()) is None
    assert os.waitstatus_to_exitcode(child.end()) == -signal.SIGKILL


def test_a_child_that_has_ended_keeps_its_own_status_when_it_is_ended():
    child = start_child(lambda _: os._exit(3))
    assert child.read_all(time.monotonic() + SOON) == b""
    # The pipe closes a moment before the process has ended; a child that is waited for has.
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert os.waitstatus_to_exitcode(child.end()) == 3


def test_a_child_has_no_private_descriptor():
    secret, other = os.pipe()

    def work(writing: int) -> None:
        for descriptor in (secret, other):
            try:
                os.fstat(descriptor)
            except OSError:
                write_all(writing, b"closed ")

    child = start_child(work, (secret, other))
    assert child.read_all(time.monotonic() + SOON) == b"closed closed "
    child.wait()
    for descriptor in (secret, other):
        os.close(descriptor)


def test_what_stands_after_the_fork_runs_once():
    program = (
        "import time\nfrom gradbreak.process.child_process import start_child\n"
        "try:\n    child = start_child(lambda _: 1 / 0)\n    child.wait()\nfinally:\n    print('once', flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "once\n"

"""What the examiner makes of servers that end, hang, or say what they should not."""

from __future__ import annotations

import dataclasses
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec import structs

from gradbreak.grading.isolation import records
from gradbreak.grading.isolation.examiner import ServerExaminer
from gradbreak.grading.isolation.limits import server_limits
from gradbreak.grading.isolation.server_process import ServerEndedError, ServerProcess
from gradbreak.grading.model import IsolationKind, RunRequest
from gradbreak.grading.runner.requests import Request, Setup
from tests.gradbreak.grading.isolation.examined import (
    ENGINE,
    QUICK,
    examining,
    needs_bubblewrap,
    open_to_everyone,
    outcomes,
)
from tests.gradbreak.grading.isolation.leftovers import needs_root, processes_left, processes_with

SETUP = Setup(
    "/s", "/t/s", (), "/e", "/t", ("/t",), ("a.py",), {}, ("pytest",), False, None, (), False, server_limits(QUICK)
)
REQUEST = Request(engine=bytearray(), tests=None, backwards=False)

A, B = "a.py::test_a", "a.py::test_b"
END_A, END_B = (records.TestEnded(test, "passed", "", 0.0) for test in (A, B))


class FakeServer:
    """Answers each request with the next of its scripts; an exception among them is raised."""

    def __init__(self, scripts):
        self.scripts = scripts
        self.requests = []
        self.ended = False

    def ask(self, request, seconds):
        self.requests.append(request)
        for record in self.scripts.pop(0):
            if isinstance(record, Exception):
                raise record
            yield record

    def end(self):
        self.ended = True


def examine(*servers, tests=(A, B)):
    """The result, and the requests that each server got."""
    fakes = [FakeServer(list(scripts)) for scripts in servers]
    waiting = iter(fakes)
    examiner = ServerExaminer(lambda: next(waiting), IsolationKind.BUBBLEWRAP, QUICK)
    return examiner.run(RunRequest(engine=ENGINE, tests=tests)), [fake.requests for fake in fakes]


def test_a_test_that_ends_the_server_is_blamed_and_the_others_run_on_another():
    result, requests = examine([[records.TestStarted(A), ServerEndedError("gone")]], [[END_B]])
    assert outcomes(result) == {"test_a": "ended", "test_b": "passed"}
    assert requests[1][0].finished == {A}


def test_a_server_that_hangs_is_not_tried_again():
    result, requests = examine([[records.TestStarted(A), ServerEndedError("late", was_late=True)]], [[END_B]])
    assert outcomes(result) == {"test_a": "timeout", "test_b": "ended"}
    assert requests[1] == []


def test_a_server_that_ended_of_an_earlier_run_is_replaced():
    result, _ = examine([[ServerEndedError("gone")]], [[END_A, END_B]])
    assert outcomes(result) == {"test_a": "passed", "test_b": "passed"}
    assert result.damage == ""


def test_a_server_that_ends_between_tests_damages_the_run():
    result, _ = examine([[END_A, ServerEndedError("gone")]])
    assert (outcomes(result), result.damage) == ({"test_a": "passed", "test_b": "ended"}, "gone")


def test_servers_that_keep_ending_are_given_up():
    ends = [[ServerEndedError("gone")]]
    result, requests = examine(ends, ends, ends, ends)
    assert set(outcomes(result).values()) == {"ended"}
    assert requests[3] == []


def test_servers_that_end_before_any_test_is_found_are_said_to():
    ends = [[ServerEndedError("gone")]]
    result, _ = examine(ends, ends, ends, tests=None)
    assert result.tests == ()
    assert "could not be started again" in result.damage


def test_the_first_end_of_a_test_counts_and_unasked_tests_do_not():
    second = structs.replace(END_A, outcome="failed")
    result, _ = examine(
        [[END_A, second, records.TestEnded("x::y", "failed", "", 0.0), records.TestFound("x::z"), END_B]]
    )
    assert outcomes(result) == {"test_a": "passed", "test_b": "passed"}


def test_a_run_takes_as_long_as_the_server_says():
    result, _ = examine([[END_A, END_B, records.RunOver(1234.5)]])
    assert result.seconds == 1234.5


def test_a_test_without_an_outcome_has_no_verdict():
    result, _ = examine([[END_A]])
    assert outcomes(result) == {"test_a": "passed", "test_b": "ended"}


# -- real processes in the place of a server ---------------------------------------------------------


def process(program: str) -> ServerProcess:
    return ServerProcess([sys.executable, "-u", "-c", program], {}, Path("/"), SETUP, as_user=False, bare=None)


READY = """
import sys, time
from gradbreak.grading.runner.requests import read_frames
frames = read_frames(0)
next(frames)
print('["ready"]')
next(frames)
"""


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; sys.exit('it says why')", "it says why"),
        ("print('nonsense')", "an invalid message"),
        ('print(\'["damage", "no"]\')', "no"),
        ("import time\nprint('[\"over\", 0.0]')\ntime.sleep(60)", "its first message was not a greeting"),
    ],
)
def test_a_server_that_does_not_start_says_why(program, said):
    with pytest.raises(ServerEndedError, match=said):
        process(program)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("", "the server has ended"),
        ("print('nonsense')", "an invalid message"),
        ("while True: print('[\"found\", \"x\"]' * 9999, end='')", "sent too much"),
        ("time.sleep(60)", "did not answer in time"),
    ],
)
def test_a_server_that_goes_wrong_is_noticed_in_time(program, said):
    server = process(READY + program)
    try:
        with pytest.raises(ServerEndedError, match=said):
            # Only what never answers has to be late.
            list(server.ask(REQUEST, 0.3 if "sleep" in program else 300.0))
    finally:
        server._process.kill()
        server.end()


def test_a_server_that_reads_nothing_is_noticed_in_time():
    server = process(READY.rsplit("next(frames)", 1)[0] + "time.sleep(60)")
    with pytest.raises(ServerEndedError, match="does not accept requests"):
        list(server.ask(dataclasses.replace(REQUEST, engine=bytearray(1 << 20)), 0.3))
    server._process.kill()
    server.end()


@needs_bubblewrap
def test_a_run_goes_on_when_its_server_is_killed_from_outside():
    files = {"test_it.py": "import time\ndef test_a():\n    time.sleep(0.5)\ndef test_b():\n    pass\n"}
    with examining(files) as examiner:
        server = examiner._server._process
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)
        assert outcomes(examiner.run(RunRequest(engine=ENGINE))) == {"test_a": "passed", "test_b": "passed"}


KILLED = """
import time
from gradbreak.grading.isolation.limits import server_limits
from gradbreak.grading.runner.requests import Request, Setup
from gradbreak.grading.model import RunRequest
from gradbreak.grading.isolation.limits import server_limits
from gradbreak.grading.runner.requests import Request, Setup
from gradbreak.grading.model import IsolationKind
from tests.gradbreak.grading.isolation.examined import ENGINE, examining
files = {{"test_it.py": "import os, time\\ndef test_it():\\n    os.fork() or os.setsid()\\n    time.sleep(60)"}}
with examining(files, IsolationKind("{kind}"), hash_seed={seed}) as examiner:
    print("open", flush=True)
    examiner.run(RunRequest(engine=ENGINE))
"""


PROCESSES = {"bubblewrap": 4, "subprocess": 3}
"""The server, the run's process and the one it forks; and bwrap around them."""


@needs_root
@pytest.mark.parametrize("kind", [kind.value for kind in IsolationKind])
def test_everything_ends_with_a_grader_that_is_killed(tmp_path, kind):
    seed = int.from_bytes(os.urandom(3), "big")
    open_to_everyone(tmp_path)
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED.format(seed=seed, kind=kind)],
        stdout=subprocess.PIPE,
        env=environment,
        cwd=Path(__file__).parents[4],
    ) as grader:
        assert grader.stdout is not None
        assert select.select([grader.stdout], [], [], 300)[0]
        if not grader.stdout.readline():
            pytest.skip("no such isolation on this machine")
        deadline = time.monotonic() + 300
        while len(processes_with(seed)) < PROCESSES[kind] and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(processes_with(seed)) == PROCESSES[kind]
        grader.kill()
    assert processes_left(seed) == []

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradbreak.process.forked import Forked, ForkServer, WorkerEndedError

WORKER = "waiting"
SOURCE = """\
import os


def serve(commands, answers):
    os.write(answers, b"up")
    if not os.read(commands, 1):
        raise RuntimeError("nobody said what to do")
"""
"""A worker that says that it runs, waits to be told a byte, and is done."""


@pytest.fixture(autouse=True)
def worker(tmp_path) -> None:
    (tmp_path / f"{WORKER}.py").write_text(SOURCE)


@pytest.fixture
def server(tmp_path) -> Iterator[ForkServer]:
    with ForkServer(tmp_path, WORKER) as running:
        yield running


class Held:
    """A process that runs and waits to be told something, with the other ends of its descriptors."""

    def __init__(self, server: ForkServer) -> None:
        theirs, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        try:
            self.process: Forked = server.fork(theirs, answers)
        finally:
            os.close(theirs)
            os.close(answers)
        assert os.read(self.answers, 2) == b"up"

    def end(self) -> None:
        self.process.kill_group()
        self.process.close()
        os.close(self.commands)
        os.close(self.answers)


@pytest.fixture
def held(server) -> Iterator[Held]:
    one = Held(server)
    yield one
    one.end()


def environment_of(pid: int) -> dict[str, str]:
    entries = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return dict(entry.split("=", 1) for entry in entries if entry)


def test_a_process_that_waits_has_no_exit_code(held):
    assert held.process.wait(0) is None


def test_a_process_that_was_killed_has_the_signal_as_its_exit_code(held):
    held.process.kill_group()
    assert held.process.wait(10) == -signal.SIGKILL


def test_a_process_that_was_asked_to_end_has_the_signal_as_its_exit_code(held):
    held.process.terminate()
    assert held.process.wait(10) == -signal.SIGTERM


def test_a_process_whose_work_is_done_has_exit_code_0(held):
    os.write(held.commands, b"!")
    assert held.process.wait(10) == 0


def test_a_process_whose_work_raises_has_exit_code_1(held, server):
    os.close(held.commands)
    assert held.process.wait(10) == 1
    held.commands = os.dup(held.answers)  # for the fixture to close


def test_an_exit_code_can_be_asked_for_again(held):
    held.process.kill_group()
    assert [held.process.wait(10), held.process.wait(0)] == [-signal.SIGKILL] * 2


def test_a_process_that_is_gone_is_not_asked_to_end(held):
    held.process.kill_group()
    held.process.wait(10)
    held.process.terminate()
    held.process.kill_group()


def test_each_process_has_a_process_group_of_its_own_from_the_start(held):
    assert os.getpgid(held.process.pid) == held.process.pid


def test_a_process_holds_no_descriptor_but_its_own(held):
    kept = {int(link.name) for link in Path(f"/proc/{held.process.pid}/fd").iterdir()}
    assert len(kept - {0, 1, 2}) == 2


def test_strings_hash_alike_in_every_process(held, server, tmp_path):
    found = environment_of(held.process.pid)
    assert found["PYTHONHASHSEED"] == "0"
    assert found["HYPOTHESIS_STORAGE_DIRECTORY"].startswith(str(tmp_path))


@pytest.mark.parametrize("name", ["CI", "BUILD_NUMBER", "PYTEST_ADDOPTS"])
def test_what_makes_pytest_say_more_is_kept_from_every_process(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "-vv")
    monkeypatch.setenv("KEPT", "too")
    with ForkServer(tmp_path, WORKER) as server:
        held = Held(server)
        found = environment_of(held.process.pid)
        held.end()
    assert name not in found
    assert found["KEPT"] == "too"


def test_without_a_server_its_processes_end(tmp_path):
    with ForkServer(tmp_path, WORKER) as server:
        held = Held(server)
    assert held.process.wait(10) is not None
    held.end()


def test_a_server_that_cannot_start_is_named_with_its_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with ForkServer(tmp_path, WORKER) as server, pytest.raises(WorkerEndedError, match="ended early with exit code 1"):
        Held(server)


def test_ten_processes_are_told_apart(server):
    several = [Held(server) for _ in range(10)]
    several[4].process.kill_group()
    assert several[4].process.wait(10) == -signal.SIGKILL
    assert [one.process.wait(0) for one in several].count(None) == 9
    for one in several:
        one.end()

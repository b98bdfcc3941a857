"""The server itself, outside a sandbox: what it says on its two pipes from its start to its end."""

from __future__ import annotations

import dataclasses
import json
import marshal
import os
import subprocess
import sys

import msgspec
import pytest

from gradbreak.grading.runner.requests import Request, frame
from tests.gradbreak.grading.isolation.leftovers import needs_root
from tests.gradbreak.grading.runner.setups import SETUP


def request(tests: frozenset[str] | None) -> Request:
    """A request with an engine without files."""
    return Request(bytearray(marshal.dumps({})), tests, False)


needs_another_user = pytest.mark.skipif(os.getuid() == 0, reason="the server runs nothing as root")


@pytest.fixture
def said(tmp_path):
    """The events of a server that is sent some requests; its input ends after the last answer, or with its own end."""

    def events(*requests: Request) -> list[list[object]]:
        for name in ("submission", "engine", "scratch"):
            (tmp_path / name).mkdir()
        (tmp_path / "submission/a.py").write_text("def test_a():\n    print('not for the grader')\n")
        setup = dataclasses.replace(
            SETUP,
            original=str(tmp_path / "submission"),
            submission=str(tmp_path / "scratch/submission"),
            engine=str(tmp_path / "engine"),
            scratch=str(tmp_path / "scratch"),
            emptied=(str(tmp_path / "scratch"),),
            files=("a.py",),
        )
        told = frame(msgspec.json.encode(setup))
        for each in requests:
            header = dataclasses.replace(each, engine=bytearray())
            told += frame(msgspec.json.encode(header), each.engine)
        command = [sys.executable, "-m", "gradbreak.grading.runner"]
        found: list[list[object]] = []
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdin is not None  # both are pipes
            assert server.stdout is not None
            server.stdin.write(told)
            server.stdin.flush()
            # A server whose input ends amid a run stops, because nobody waits for its answer.
            while [event[0] for event in found].count("over") < len(requests) and (line := server.stdout.readline()):
                found.append(json.loads(line))
            server.stdin.close()
            found += [json.loads(line) for line in server.stdout]
        assert server.returncode == 0
        return found

    return events


@needs_root
def test_a_server_that_cannot_stop_being_root_runs_nothing(said):
    said_first, *rest = said(request(None))
    assert (said_first[0], rest) == ("damage", [])


@needs_another_user
def test_a_server_is_ready_then_answers_each_request_and_ends_with_its_input(said):
    kinds = [
        event[0]
        for event in said(
            request(None),
            request(frozenset({"a.py::test_a"})),
        )
    ]
    # That a test has started is said only where it takes long enough.
    assert [kind for kind in kinds if kind != "start"] == ["ready", "found", "end", "over", "end", "over"]

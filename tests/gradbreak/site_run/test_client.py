"""The client of the process that runs the mutants, with a process that is pretended."""

from __future__ import annotations

import subprocess

import msgspec
import pytest

from gradbreak.site_run.client import SiteRunProcess
from gradbreak.site_run.messages import Response, SiteRunRequest

REQUEST = SiteRunRequest(root="/project", tests={}, language="es")


class Pretended:
    """A process that answers what a test says.

    Args:
        answer: on its standard output.
        said: on its standard error.
    """

    started: dict[str, object]

    def __init__(self, answer: bytes, said: bytes = b"") -> None:
        self.answer, self.said = answer, said
        self.asked = b""
        self.has_ended = False

    def __call__(self, command: list[str], **options: object) -> Pretended:
        self.started = {"command": command, **options}
        return self

    def communicate(self, text: bytes = b"") -> tuple[bytes, bytes]:
        self.asked = text or self.asked
        return self.answer, self.said

    def poll(self) -> int | None:
        return 0 if self.has_ended else None

    def terminate(self) -> None:
        self.has_ended = True


@pytest.fixture
def process(monkeypatch):
    def process(answer: bytes, said: bytes = b"") -> Pretended:
        pretended = Pretended(answer, said)
        monkeypatch.setattr(subprocess, "Popen", pretended)
        return pretended

    return process


def test_it_sends_the_request_and_ends_the_process_after_the_answer(process, tmp_path):
    response = Response(title="gradbreak", lines=(), caught=2, total=4)
    pretended = process(msgspec.json.encode(response))
    assert SiteRunProcess(tmp_path).ask(REQUEST) == response
    assert msgspec.json.decode(pretended.asked, type=SiteRunRequest) == REQUEST
    assert pretended.has_ended


def test_no_answer_is_said_with_the_last_line_of_the_process(process, tmp_path):
    process(b"", b"Traceback\nMemoryError\n")
    response = SiteRunProcess(tmp_path).ask(REQUEST)
    assert response.caught is None
    assert "MemoryError" in response.lines[0].text


def test_a_measurement_of_coverage_does_not_start_in_the_process(process, tmp_path, monkeypatch):
    for name in ("COV_CORE_SOURCE", "COVERAGE_PROCESS_START"):  # as pytest-cov sets them
        monkeypatch.setenv(name, "engine")
    monkeypatch.setenv("SOMETHING_ELSE", "1")
    pretended = process(b"")
    SiteRunProcess(tmp_path)
    assert not any(name.startswith(("COV_CORE_", "COVERAGE_")) for name in pretended.started["env"])
    assert pretended.started["env"]["SOMETHING_ELSE"] == "1"


def test_a_module_of_the_folder_cannot_take_the_place_of_one_of_python_s(process, tmp_path):
    pretended = process(b"")
    SiteRunProcess(tmp_path)
    assert "-P" in pretended.started["command"]
    assert pretended.started["cwd"] == tmp_path

"""What SIGTERM leaves of a command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import gradbreak.cli.trace
import gradbreak.run.lifecycle
from gradbreak.errors import ExitCode
from gradbreak.grading.isolation.staging import PREFIX
from gradbreak.grading.journal import FILE
from tests.gradbreak.cli.ending import gradbreak as command
from tests.gradbreak.documents import copy_project

SECONDS = 60.0
SUBMISSIONS = 40


def terminated(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS)  # in which the signal comes


def test_sigterm_ends_with_a_code_of_its_own_and_what_to_do_next(project, monkeypatch):
    monkeypatch.setattr(gradbreak.run.lifecycle, "run", terminated)
    ending = command("run", "--root", project.root)
    assert ending.code == ExitCode.TERMINATED == 128 + signal.SIGTERM
    assert ending.err.strip() == "interrupted: finished results are kept; run the same command again to continue"


def test_sigterm_promises_nothing_where_a_command_begins_at_the_beginning(project, monkeypatch):
    monkeypatch.setattr(gradbreak.cli.trace, "make_report", terminated)
    ending = command("trace", "a*a", "a=2", "--root", project.root)
    assert (ending.code, ending.err.strip()) == (ExitCode.TERMINATED, "interrupted")


def test_an_interruption_that_a_failing_clean_up_stands_before_is_one(project, monkeypatch):
    def masked(*_: object) -> None:
        try:
            terminated()
        finally:
            raise KeyError("clean-up")

    monkeypatch.setattr(gradbreak.run.lifecycle, "run", masked)
    assert command("run", "--root", project.root).code == ExitCode.TERMINATED


def test_an_error_without_an_interruption_beneath_it_is_told_as_it_is(project, monkeypatch):
    def wrong(*_: object) -> None:
        try:
            raise ValueError
        finally:
            raise KeyError("clean-up")

    monkeypatch.setattr(gradbreak.run.lifecycle, "run", wrong)
    ending = command("run", "--root", project.root)
    assert ending.code == ExitCode.DEFECT
    assert "KeyError: 'clean-up'" in ending.err


@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN])
def test_afterwards_the_signal_is_handled_as_before(before):
    kept = signal.signal(signal.SIGTERM, before)
    try:
        command("--version")
        assert signal.getsignal(signal.SIGTERM) == before
    finally:
        signal.signal(signal.SIGTERM, kept)


@pytest.mark.slow
@pytest.mark.usefixtures("isolation")
def test_a_batch_that_is_terminated_keeps_what_is_finished_and_leaves_no_temporary_folder(tmp_path):
    root = copy_project(tmp_path / "project")
    suite = (root / "tests/students/honest/lesson_diamond/test_lesson_diamond.py").read_text()
    for number in range(SUBMISSIONS):
        (root / f"handed_in/s{number}").mkdir(parents=True)
        (root / f"handed_in/s{number}/test_it.py").write_text(f"{suite}\n\ndef test_{number}():\n    pass\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir(mode=0o755)
    journal = root / ".gradbreak" / FILE
    with subprocess.Popen(
        [sys.executable, "-m", "gradbreak", "grade", "handed_in", "--each", "--jobs", "2"],
        cwd=root,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + SECONDS
        while not (finished(journal) and list(temporary.glob(f"{PREFIX}*"))) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=SECONDS)[1]
    assert process.returncode == ExitCode.TERMINATED, said
    assert "run the same command again to continue" in said
    assert list(temporary.iterdir()) == []
    assert 0 < finished(journal) < SUBMISSIONS


def finished(journal: Path) -> int:
    return journal.read_bytes().count(b"}\n") if journal.exists() else 0

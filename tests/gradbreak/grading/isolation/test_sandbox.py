"""The sandbox's command, and the choice of what to run tests in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.isolation import sandbox
from gradbreak.grading.isolation.staging import Layout
from gradbreak.grading.model import IsolationKind


def test_a_machine_without_bubblewrap_says_so(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert sandbox.why_no_sandbox.__wrapped__() == "bubblewrap is not installed"


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n", "No permissions"),
        ("#!/bin/sh\nexit 3\n", "3"),
    ],
)
def test_a_bubblewrap_that_does_not_work_is_quoted(tmp_path, monkeypatch, program, why):
    (tmp_path / "bwrap").write_text(program)
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / "bwrap"))
    assert sandbox.why_no_sandbox.__wrapped__().startswith(f"bubblewrap does not work here: {why}")


def test_nothing_of_the_machine_is_writable_or_called_after_the_grader():
    words = sandbox.sandboxed(Layout(Path("/tmp/examination-x")), {"pytest": Path("/somewhere/pytest")}, scratch_mib=1)
    assert not {"--bind", "--dev-bind", "--share-net"} & set(words)
    assert not any("gradbreak" in word for word in words)
    private = {words[place + 1] for place, word in enumerate(words) if word == "--tmpfs"}
    assert {"/tmp", "/dev/shm"} <= private


@pytest.mark.parametrize(("user", "word"), [(0, "CAP_SETUID"), (1000, "--unshare-user")])
def test_tests_are_never_run_by_the_user_who_grades_as_root(monkeypatch, user, word):
    monkeypatch.setattr(os, "getuid", lambda: user)
    assert word in sandbox.sandboxed(None, {}, scratch_mib=1)


@pytest.fixture(params=["", "bwrap is not installed"])
def reason(request, monkeypatch) -> str:
    monkeypatch.setattr(sandbox, "why_no_sandbox", lambda: request.param)
    return request.param


def test_the_best_isolation_that_works_is_chosen(reason):
    expected = IsolationKind.SUBPROCESS if reason else IsolationKind.BUBBLEWRAP
    assert sandbox.choose_isolation(None) == expected


def test_a_subprocess_is_taken_where_it_is_asked_for(reason):
    assert sandbox.choose_isolation(IsolationKind.SUBPROCESS) == IsolationKind.SUBPROCESS


@pytest.mark.parametrize(
    ("wanted", "required"), [(None, True), (IsolationKind.BUBBLEWRAP, False), (IsolationKind.SUBPROCESS, True)]
)
def test_less_than_a_required_sandbox_is_refused(wanted, required, reason):
    if not reason:
        assert sandbox.choose_isolation(wanted, require_sandbox=required) == IsolationKind.BUBBLEWRAP
        return
    with pytest.raises(CouldNotGrade, match="no sandbox: bwrap is not installed"):
        sandbox.choose_isolation(wanted, require_sandbox=required)

from __future__ import annotations

import pytest

from tests.gradbreak.cli.ending import gradbreak
from tests.gradbreak.small_project import Project


@pytest.fixture
def broken(project, monkeypatch) -> Project:
    monkeypatch.chdir(project.root)
    gradbreak("break", "apply", "canonical", "--root", project.root)
    return project


def test_a_break_that_is_applied_is_said_before_anything_that_is_found_on_it(broken):
    ending = gradbreak("show", "add", "--root", broken.root)
    assert ending.err.splitlines()[0] == (
        "note: canonical (every += becomes =) is applied to this engine; `gradbreak break revert` takes it out again"
    )


def test_without_a_break_nothing_is_said_of_any(project):
    assert gradbreak("mutants", "--root", project.root).err == ""


def test_the_command_on_breaks_says_so_itself_and_once(broken):
    assert "note:" not in gradbreak("break", "status", "--root", broken.root).err

from __future__ import annotations

import shutil
import tomllib

import pytest

from gradbreak.errors import ExitCode
from tests.engines.samples import FOLDER
from tests.gradbreak.cli.ending import gradbreak


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shutil.copytree(FOLDER / "minus_equals", tmp_path / "own")
    monkeypatch.chdir(tmp_path / "own")
    return tmp_path / "own"


def test_the_table_names_the_engine_and_its_tests(folder):
    before = (folder / "pyproject.toml").read_text()
    assert gradbreak("init", "src").code == ExitCode.DONE
    after = (folder / "pyproject.toml").read_text()
    assert after.startswith(before)
    assert tomllib.loads(after)["tool"]["gradbreak"] == {
        "engine": ["src/minidiff/scalar.py"],
        "tests": ["tests/test_scalar.py"],
    }


def test_what_was_inferred_stands_there_as_comments(folder):
    gradbreak("init", "src")
    assert '# gradient = "gradient"\n' in (folder / "pyproject.toml").read_text()


def test_printing_writes_nothing(folder):
    before = (folder / "pyproject.toml").read_text()
    assert gradbreak("init", "src", "--print").out.startswith("[tool.gradbreak]\n")
    assert (folder / "pyproject.toml").read_text() == before


def test_a_second_table_is_refused(folder):
    gradbreak("init", "src")
    ending = gradbreak("init", "src")
    assert ending.code == ExitCode.CONFLICT
    assert "has a table [tool.gradbreak] already" in ending.err


def test_afterwards_a_command_needs_no_option(folder):
    gradbreak("init", "src")
    ending = gradbreak("mutants", "--family", "accumulation")
    assert ending.code == ExitCode.DONE
    assert "sub.other" in ending.out

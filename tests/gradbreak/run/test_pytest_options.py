"""What a project's configuration adds to our runs of pytest, and what it does not."""

from __future__ import annotations

import pytest

from gradbreak.run.pytest_options import OnlyPaths, arguments, kept_options


@pytest.mark.parametrize(
    ("addopts", "kept"),
    [
        (["--cov=engine", "-n", "auto", "-x", "-q", "--maxfail=1", "-m", "not slow"], []),
        (["--import-mode=importlib", "--cov"], ["--import-mode=importlib"]),
        (["--import-mode", "append"], ["--import-mode=append"]),
        (["-p", "mine.fixtures", "-p", "xdist", "-ppytest_cov"], ["-p", "mine.fixtures"]),
        (["-p", "no:doctest"], ["-p", "no:doctest"]),
        (["-o", "pythonpath=lib", "--reruns", "3"], ["-o", "pythonpath=lib"]),
        (["-p"], []),
    ],
)
def test_of_addopts_only_what_changes_imports_or_loads_a_plugin_of_the_project_is_kept(addopts, kept):
    assert kept_options(addopts) == kept


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pytest.ini", "[pytest]\naddopts = --import-mode=append --cov\n"),
        ("pytest.toml", '[pytest]\naddopts = ["--import-mode=append", "--cov"]\n'),
        ("pyproject.toml", '[tool.pytest.ini_options]\naddopts = "--import-mode=append --cov"\n'),
        ("tox.ini", "[pytest]\naddopts = --import-mode=append --cov\n"),
        ("setup.cfg", "[tool:pytest]\naddopts = --import-mode=append --cov\n"),
    ],
)
def test_addopts_are_read_from_the_file_that_pytest_reads(tmp_path, file, text):
    (tmp_path / file).write_text(text)
    (tmp_path / "tests").mkdir()
    found = arguments(tmp_path, ["tests"])
    assert "--import-mode=append" in found
    assert "--cov" not in found
    assert found[-1] == "tests"


def test_a_folder_with_a_bracket_is_collected_from_the_folder_above_it(tmp_path):
    assert arguments(tmp_path, ["tests [1]/linear", "tests [1]/diamond"])[-2:] == ["no:cacheprovider", "."]


def test_only_the_wanted_paths_and_what_leads_to_them_are_collected(tmp_path):
    plugin = OnlyPaths(tmp_path, ["tests [1]/linear", "tests [1]/other/test_a.py"])
    ignored = {
        path: plugin.pytest_ignore_collect(tmp_path / path)
        for path in ("tests [1]", "tests [1]/linear/test_b.py", "tests [1]/other", "tests [1]/other/test_b.py", "src")
    }
    assert [path for path, ignore in ignored.items() if ignore] == ["tests [1]/other/test_b.py", "src"]

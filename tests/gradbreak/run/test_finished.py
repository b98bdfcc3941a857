"""Results of a finished run are used again only while a run now would find the same."""

from __future__ import annotations

import shutil
import sys
import time
from importlib.metadata import version

import pytest

from gradbreak.config import load_config
from gradbreak.model import Results
from gradbreak.process.cache import CACHE
from gradbreak.run import finished as finished_module
from gradbreak.run.finished import FOLDER, KEPT, finished_run, keep_run, unchanged_run
from gradbreak.run.lifecycle import RunLifecycle
from gradbreak.run.options import SOURCE, Options
from tests.gradbreak.small_project import FILES, Project, Silent

STRAIGHT = "tests/straight/test_straight.py"
BOTH = ("straight", "diamond")


def found(project: Project, *suites: str) -> Results | None:
    return finished_run(load_config(project.root), suites or BOTH)


def test_the_results_of_the_last_run_are_found(finished, journalled):
    assert found(journalled) == finished.results


def test_they_are_found_for_one_of_the_suites(finished, journalled):
    assert found(journalled, "diamond") == finished.results


@pytest.mark.parametrize(
    "change",
    [
        lambda project: project.write({"tiny/core.py": FILES["tiny/core.py"] + "\nMORE = 1\n"}),
        lambda project: project.edit(STRAIGHT, "assert a.slope == 0.0", "assert a.slope == 0"),
        lambda project: project.write({"tests/straight/test_new.py": "def test_new():\n    pass\n"}),
        lambda project: project.write({"tests/straight/conftest.py": ""}),
        lambda project: project.write({"mutation_config/limits.toml": "test_seconds = 9.0\n"}),
        lambda project: (project.root / STRAIGHT).unlink(),
        lambda project: project.edit("tests/shared.py", "Node(float(value))", "Node(1.0 * value)"),
        lambda project: project.write({"tests/conftest.py": ""}),
        lambda project: project.write({"conftest.py": ""}),
        lambda project: project.write({"operator.py": "from _operator import *\n"}),
        lambda project: project.write({"pytest.ini": "[pytest]\n"}),
        lambda project: project.edit("pyproject.toml", 'pythonpath = ["."]', 'pythonpath = ["."]\nxfail_strict = true'),
        lambda project: project.write({"tests/straight/given.txt": "2.0"}),
        lambda project: project.edit("mutation_config/suites.toml", "A variable used twice.", "The diamond."),
    ],
    ids=[
        "engine",
        "test",
        "new test file",
        "conftest",
        "limits",
        "removed test file",
        "helper",
        "conftest of all suites",
        "conftest of the project",
        "module that shadows another",
        "new configuration of pytest",
        "configuration of pytest",
        "data file",
        "description",
    ],
)
def test_after_a_change_of_what_they_depend_on_they_are_of_no_use(journalled, change):
    change(journalled)
    assert found(journalled) is None


@pytest.mark.parametrize("package", ["mutmut", "pytest", "coverage", "hypothesis"])
def test_with_another_version_of_what_runs_tests_they_are_of_no_use(journalled, monkeypatch, package):
    monkeypatch.setattr(finished_module, "version", lambda name: "99" if name == package else version(name))
    assert found(journalled) is None


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (finished_module, "__version__", "99"),
        (finished_module, "this_program", lambda: "edited"),
        (sys, "version", "3.99"),
        (finished_module, "MEANING", "99"),
    ],
    ids=["gradbreak", "gradbreak's files", "Python", "meaning of a row"],
)
def test_with_another_program_they_are_of_no_use(journalled, monkeypatch, module, name, value):
    monkeypatch.setattr(module, name, value)
    assert found(journalled) is None


def test_in_another_environment_they_are_of_no_use(journalled, monkeypatch):
    monkeypatch.setenv("SCALE_OF_MY_TESTS", "2")
    assert found(journalled) is None


def test_with_another_package_installed_they_are_of_no_use(journalled, monkeypatch, tmp_path):
    (tmp_path / "site-packages/numpy-2.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    assert found(journalled) is None


def test_what_no_result_depends_on_is_no_change(finished, journalled, monkeypatch):
    journalled.write({"README.md": "A project.", "notes/one.txt": ""})
    journalled.write({"pyproject.toml": "[tool.ruff]\n" + FILES["pyproject.toml"]})
    monkeypatch.setenv("TERM_SESSION_ID", "another window")
    assert found(journalled) == finished.results


@pytest.mark.parametrize("asked", [("diamond",), ("diamond", "straight")])
def test_a_run_of_other_suites_is_not_unchanged(finished, journalled, asked):
    config = load_config(journalled.root)
    assert unchanged_run(config, SOURCE, BOTH) == finished.results
    assert unchanged_run(config, SOURCE, asked) is None
    assert unchanged_run(config, "mutmut run", BOTH) is None


def test_results_are_kept_only_where_no_file_was_written_to_since_the_run_began(finished, journalled):
    config, results = load_config(journalled.root), finished.results
    shutil.rmtree(journalled.root / CACHE / FOLDER)
    touched = (journalled.root / STRAIGHT).stat().st_ctime_ns
    keep_run(config, (), results, BOTH, touched - 1)
    assert found(journalled) is None
    keep_run(config, (), results, BOTH, time.time_ns())
    assert found(journalled) == results


def test_a_run_of_the_sites_alone_is_not_taken_for_one_of_everything(finished, journalled):
    shutil.rmtree(journalled.root / CACHE / FOLDER)
    config = load_config(journalled.root)
    with RunLifecycle.open(config, Silent(), Options(sites_only=True)) as lifecycle:
        plan, run = lifecycle.run(lifecycle.mutants.edits_by_id)
        assert len(lifecycle.results(SOURCE, plan, run).mutants) < len(finished.results.mutants)
    assert found(journalled) is None


def test_a_run_of_fewer_suites_takes_none_away(finished, journalled):
    fewer = journalled.run("diamond")
    assert found(journalled, "diamond") == fewer
    assert found(journalled) == finished.results


def test_only_the_last_runs_are_kept(journalled):
    folder = journalled.root / CACHE / FOLDER
    (note,) = folder.glob("*.note")
    for number in range(KEPT):
        older = folder / f"{number}.note"
        older.write_bytes(note.read_bytes())
        older.with_suffix(".results").write_bytes(b"")
    journalled.run("diamond")
    assert len(list(folder.glob("*.note"))) == len(list(folder.glob("*.results"))) == KEPT
    assert found(journalled, "diamond") is not None


@pytest.mark.parametrize("ending", ["note", "results"])
def test_where_a_file_is_missing_there_are_none(journalled, ending):
    (file,) = (journalled.root / CACHE / FOLDER).glob(f"*.{ending}")
    file.unlink()
    assert found(journalled) is None


def test_a_damaged_file_is_none(journalled):
    (file,) = (journalled.root / CACHE / FOLDER).glob("*.results")
    file.write_text("{")
    assert found(journalled) is None

"""Results of a finished run are used again only while a run now would find the same."""

from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.model import Results
from gradbreak.process.cache import CACHE
from gradbreak.run.finished import FOLDER, KEPT, finished_run
from tests.gradbreak.small_project import FILES, Project

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
    ],
    ids=["engine", "test", "new test file", "conftest", "limits", "removed test file"],
)
def test_after_a_change_of_what_they_depend_on_they_are_of_no_use(journalled, change):
    change(journalled)
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

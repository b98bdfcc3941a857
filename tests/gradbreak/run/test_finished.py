"""Results of a finished run are used again only while a run now would find the same."""

from __future__ import annotations

import msgspec
import pytest

from gradbreak.config import load_config
from gradbreak.results.write import write_results
from gradbreak.run.finished import NOTE, RESULTS, finished_run
from tests.gradbreak.small_project import FILES, Project

STRAIGHT = "tests/straight/test_straight.py"


@pytest.fixture
def written(finished, tmp_path) -> Project:
    """A copy of the finished project, with its results where ``gradbreak run`` leaves them."""
    project = finished.project.copy_to(tmp_path / "copy")
    (project.root / RESULTS).parent.mkdir(parents=True)
    write_results(finished.results, project.root / RESULTS)
    return project


def test_the_results_of_the_last_run_are_found(finished, written):
    assert finished_run(load_config(written.root)) == finished.results


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
def test_after_a_change_of_what_they_depend_on_they_are_of_no_use(written, change):
    change(written)
    assert finished_run(load_config(written.root)) is None


def test_results_of_another_run_than_the_last_are_of_no_use(finished, written):
    timing = msgspec.structs.replace(finished.results.timing, started="2020-01-01T00:00:00+00:00")
    write_results(msgspec.structs.replace(finished.results, timing=timing), written.root / RESULTS)
    assert finished_run(load_config(written.root)) is None


@pytest.mark.parametrize("missing", [str(RESULTS), f".gradbreak/{NOTE}"])
def test_where_a_file_is_missing_there_are_none(written, missing):
    (written.root / missing).unlink()
    assert finished_run(load_config(written.root)) is None


def test_a_damaged_file_is_none(written):
    (written.root / RESULTS).write_text("{")
    assert finished_run(load_config(written.root)) is None

"""A small project, written, run once and shared; and this repository's own engine with its mutants."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gradbreak.config import Config, load_config
from gradbreak.errors import CouldNotGrade
from gradbreak.grading.isolation import open_examiner
from gradbreak.grading.model import Submission
from gradbreak.mutation import MutantSet, make_mutants
from tests.gradbreak.built_runs import build  # noqa: F401  # a fixture for every test below
from tests.gradbreak.chromium import browser  # noqa: F401  # another
from tests.gradbreak.commands import output_of
from tests.gradbreak.documents import copy_project
from tests.gradbreak.sandboxes import bubblewrap_works
from tests.gradbreak.small_project import FILES, Finished, Project


def pytest_configure() -> None:
    """Keep the options of this session from the sessions that tests start, and let those speak English."""
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture
def project(tmp_path) -> Project:
    """The small project, never run, for a test to change."""
    return Project(tmp_path / "project").write(FILES)


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> Finished:
    project = Project(tmp_path_factory.mktemp("finished") / "project").write(FILES)
    return Finished(project, project.run())


@pytest.fixture(scope="session")
def repository(tmp_path_factory) -> Path:
    """A copy of what a learner works with, in which ``gradbreak run`` has finished.

    Tests must not change it; what they do in a copy of it takes its rows from its journal. The processes of
    pytest-xdist share it, because the run takes half a minute.
    """
    return made_once(tmp_path_factory, "repository", _run_everything)


@pytest.fixture(scope="session")
def graded_repository(repository, isolation, tmp_path_factory) -> Path:
    """The same when grading has checked itself, which takes most of the time of a first grade."""

    def grade(folder: Path) -> None:
        shutil.copytree(repository, folder)
        for sample, expected in (("both_orders", 0), ("linear_only", 1)):
            code, found = output_of(f"gradbreak grade tests/students/honest/{sample}", folder)
            assert code == expected, found

    return made_once(tmp_path_factory, "graded_repository", grade)


def made_once(tmp_path_factory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first process to need it makes."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / name).exists():
            make(shared / f"{name}.part")
            (shared / f"{name}.part").rename(shared / name)
    return shared / name


def _run_everything(folder: Path) -> None:
    code, found = output_of("gradbreak run", copy_project(folder))
    assert code == 0, found


@pytest.fixture(scope="session")
def isolation() -> None:
    """For tests in which student's code is really run: skips them, with the reason, where nothing can shut it in."""
    empty = Submission(name="empty", files={}, left_out=(), problem="", sha256="")
    try:
        with open_examiner(empty, {"engine.py": ""}, hash_seed=0):
            pass
    except CouldNotGrade as error:
        if bubblewrap_works():
            raise
        pytest.skip(error.problem)


@pytest.fixture
def journalled(finished, tmp_path) -> Project:
    """A copy of the finished project, journal included, for a test to change."""
    return finished.project.copy_to(tmp_path / "copy")


@pytest.fixture(scope="session")
def config() -> Config:
    """The declarations of this repository."""
    return load_config(Path(__file__).parents[2])


@pytest.fixture(scope="session")
def mutants(config) -> MutantSet:
    """The mutants and breaks of this repository's engine, made once."""
    return make_mutants(config)

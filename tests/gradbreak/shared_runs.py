"""Runs that several test modules need: each is made once for a whole test session, also with workers side by side."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from gradbreak.model import Results
from gradbreak.results import load_results
from tests.gradbreak.commands import output_of
from tests.gradbreak.documents import copy_project
from tests.gradbreak.small_project import FILES, Finished, Project


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> Finished:
    """The small project after a run."""

    def run(folder: Path) -> None:
        results = Project(folder / "project").write(FILES).run()
        (folder / "results.msgpack").write_bytes(msgspec.msgpack.encode(results))

    made = made_once(tmp_path_factory, "small", run)
    results = msgspec.msgpack.decode((made / "results.msgpack").read_bytes(), type=Results)
    return Finished(Project(made / "project"), results)


@pytest.fixture
def journalled(finished: Finished, tmp_path: Path) -> Project:
    """A copy of the finished project, journal included, for a test to change."""
    return finished.project.copy_to(tmp_path / "copy")


@pytest.fixture(scope="session")
def real(repository: Path) -> Finished:
    """This repository's engine and suites after a run."""
    return Finished(Project(repository), load_results(repository / "reports/latest/results.json"))


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

"""A small project, written, run once and shared; and this repository's own engine with its mutants."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradbreak.config import Config, load_config
from gradbreak.errors import CouldNotGrade
from gradbreak.grading.isolation import open_examiner
from gradbreak.grading.model import Submission
from gradbreak.mutation import MutantSet, make_mutants
from tests.gradbreak.built_runs import build  # noqa: F401  # a fixture for every test below
from tests.gradbreak.chromium import browser  # noqa: F401  # another
from tests.gradbreak.sandboxes import bubblewrap_works
from tests.gradbreak.shared_runs import (  # noqa: F401  # and these
    finished,
    graded_repository,
    journalled,
    real,
    repository,
)
from tests.gradbreak.small_project import FILES, Project


def pytest_configure() -> None:
    """Keep the options of this session from the sessions that tests start, and let those speak English."""
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture
def project(tmp_path) -> Project:
    """The small project, never run, for a test to change."""
    return Project(tmp_path / "project").write(FILES)


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


@pytest.fixture(scope="session")
def config() -> Config:
    """The declarations of this repository."""
    return load_config(Path(__file__).parents[2])


@pytest.fixture(scope="session")
def mutants(config) -> MutantSet:
    """The mutants and breaks of this repository's engine, made once."""
    return make_mutants(config)

"""This repository's own grading: its declarations and its engines, made once."""

from __future__ import annotations

import pytest

from gradbreak.grading.declarations import Grading, load_grading
from gradbreak.grading.engines import Engines, make_engines


@pytest.fixture(scope="session")
def grading(config) -> Grading:
    return load_grading(config)


@pytest.fixture(scope="session")
def engines(config, grading, mutants) -> Engines:
    return make_engines(config, grading, mutants)

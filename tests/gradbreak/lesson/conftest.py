from __future__ import annotations

import pytest

from gradbreak.lesson import Facts, gather
from tests.gradbreak.small_project import Project

LESSON = """\
[diamond]
expression = "(a + b)*a"
inputs = { a = 2, b = 3 }

[linear]
expression = "x*y"
inputs = { x = 3, y = 5 }
"""


@pytest.fixture(scope="session")
def facts(config, mutants) -> Facts:
    """What this repository's lesson is about."""
    return gather(config, mutants)


@pytest.fixture
def small(project) -> Project:
    """The small project with a lesson."""
    return project.write({"mutation_config/lesson.toml": LESSON})

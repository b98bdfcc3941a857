"""The project's files are never written to, whatever its tests do on whatever mutant."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.gradbreak.small_project import FILES, Project

HABITS = """\
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiny.core import Node


@given(st.integers(0, 100))
def test_property(number):
    assert (Node(number) * Node(2)).held == 2 * number


def test_warns():
    with pytest.warns(UserWarning):
        warnings.warn("a warning")
    assert Node(1.0).held == 1.0


def test_temporary_files(tmp_path):
    (tmp_path / "held").write_text(str(Node(1.0).held))
    assert (tmp_path / "held").read_text() == "1.0"


def test_imports_late():
    import tests.later

    assert tests.later.ONE.held == 1.0
"""


@pytest.mark.slow
def test_a_run_writes_nothing_into_the_project_outside_its_own_folder(tmp_path):
    project = Project(tmp_path / "project").write(FILES)
    project.write(
        {
            "tests/straight/test_habits.py": HABITS,
            "tests/later.py": "from tiny.core import Node\n\nONE = Node(1.0)\n",
            "tests/conftest.py": "import pytest\n",
        }
    )
    before = project.listing()
    command = [sys.executable, "-m", "gradbreak", "run", "--out", str(tmp_path / "report")]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=project.root, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert project.listing() == before
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == [
        "index.es.html",
        "index.html",
        "mutation-report.json",
        "results.json",
    ]

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import gradbreak
from gradbreak.errors import GradbreakError
from gradbreak.grading.assignment import package_files as module
from gradbreak.grading.assignment.package_files import package_files, requirements


def test_every_file_of_the_package_is_there_and_nothing_that_python_leaves():
    folder = Path(gradbreak.__file__).parent
    expected = {
        f"gradbreak/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert set(package_files()) == expected


def test_what_is_needed_is_named_without_what_is_optional():
    needed = {re.match(r"[\w.-]+", line)[0].lower() for line in requirements()}
    assert {"mutmut", "pytest", "msgspec", "hypothesis"} <= needed
    assert needed.isdisjoint({"torch", "ruff", "playwright"})


def test_a_package_that_is_not_installed_says_so(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "requires", missing)
    with pytest.raises(GradbreakError, match="gradbreak is not installed, only on the path"):
        requirements()

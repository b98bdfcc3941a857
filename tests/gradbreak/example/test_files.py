"""Which files the example project has, and where they come from."""

from __future__ import annotations

import ast
import shutil
import tomllib

import pytest

from gradbreak.errors import GradbreakError
from gradbreak.example.files import FOLDERS, SETTINGS, _source, example_files
from tests.gradbreak.documents import ROOT


def test_it_has_every_file_of_the_folders_it_is_made_of():
    wanted = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    found = example_files()
    assert {name: found[name] for name in found if name not in ("README.md", SETTINGS)} == wanted


def test_mutmut_is_set_up_in_it_as_in_the_repository():
    ours = tomllib.loads((ROOT / SETTINGS).read_text(encoding="utf-8"))
    assert tomllib.loads(example_files()[SETTINGS].decode())["tool"]["mutmut"] == ours["tool"]["mutmut"]


def test_the_build_copies_what_is_looked_for():
    assigned = {
        target.id: ast.literal_eval(statement.value)
        for statement in ast.parse((ROOT / "setup.py").read_text(encoding="utf-8")).body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple)
        for target in statement.targets
    }
    assert assigned["EXAMPLE"] == (*FOLDERS, SETTINGS)


def test_the_copy_of_a_wheel_comes_before_the_folders_beside_the_package(tmp_path):
    package = tmp_path / "gradbreak/example"
    for root in (tmp_path, package / "project"):
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True)
        (root / SETTINGS).touch()
    assert _source(package) == package / "project"
    shutil.rmtree(package / "project")
    assert _source(package) == tmp_path


def test_an_installation_without_it_is_named(tmp_path):
    with pytest.raises(GradbreakError, match="the example project is missing"):
        _source(tmp_path / "gradbreak/example")

from __future__ import annotations

import json
import re

import pytest

from gradbreak.errors import NoRuntime
from gradbreak.playground.runtime import DECLARATIONS, PYODIDE_FILES, find_packages
from tests.gradbreak.documents import ROOT

NPM = ROOT / "gradbreak/playground/npm"


def test_without_the_packages_one_line_says_how_to_get_them(tmp_path):
    with pytest.raises(NoRuntime) as caught:
        find_packages(tmp_path / "runtime")
    assert f"npm ci --ignore-scripts --prefix {tmp_path / 'runtime'}" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert {path.name for path in (tmp_path / "runtime").iterdir()} == set(DECLARATIONS)


def test_once_they_are_there_they_are_found(tmp_path):
    modules = tmp_path / "node_modules"
    for name in PYODIDE_FILES:
        (modules / "pyodide").mkdir(parents=True, exist_ok=True)
        (modules / "pyodide" / name).touch()
    (modules / ".bin").mkdir()
    (modules / ".bin/esbuild").touch()
    assert find_packages(tmp_path).folder == modules


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NoRuntime, match="--runtime"):
        find_packages(tmp_path / "file")


def test_every_package_is_pinned_and_no_registry_is_named():
    declared = json.loads((NPM / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in declared.values())
    locked = json.loads((NPM / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in declared} == declared
    assert [name for name, package in locked.items() if "resolved" in package] == []

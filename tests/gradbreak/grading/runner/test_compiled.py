"""A student's files are compiled once; whatever a file does to the compiler is no matter of the server's."""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gradbreak.grading.runner.compiled import Compiled, CompiledLoader, compile_ahead
from tests.gradbreak.grading.runner.setups import LIMITS, SETUP


@pytest.fixture
def compiled(tmp_path):
    """What is compiled of files, by their names below the copy that runs import."""
    original, copy = tmp_path / "original", tmp_path / "copy"

    def found(files: dict[str, str], limits=LIMITS) -> dict[str, Compiled]:
        for name, text in files.items():
            (original / name).parent.mkdir(parents=True, exist_ok=True)
            (original / name).write_text(text)
        setup = dataclasses.replace(SETUP, original=str(original), submission=str(copy), limits=limits)
        return {str(Path(path).relative_to(copy)): each for path, each in compile_ahead(setup, ()).items()}

    return found


def test_every_file_that_can_be_compiled_is(compiled, tmp_path):
    found = compiled({"test_a.py": "VALUE = 1\n", "deep/helper.py": "VALUE = 2\n", "bad.py": "def\n", "data.txt": "x"})
    assert {name: (each.source, each.code.co_filename) for name, each in found.items()} == {
        "test_a.py": (b"VALUE = 1\n", str(tmp_path / "copy/test_a.py")),
        "deep/helper.py": (b"VALUE = 2\n", str(tmp_path / "copy/deep/helper.py")),
    }


def test_a_file_that_is_nested_too_deep_costs_no_other_its_compilation(compiled):
    assert list(compiled({"deep.py": "(" * 5000 + ")" * 5000, "test_a.py": ""})) == ["test_a.py"]


def test_files_that_are_too_much_to_compile_are_left_to_the_runs(compiled, monkeypatch):
    monkeypatch.setattr("gradbreak.grading.runner.compiled.MOST_BYTES", 100)
    assert compiled({"test_a.py": "VALUE = 'x'\n" * 100}) == {}


def loaded(path, compiled: dict[str, Compiled]) -> ModuleType:
    loader = CompiledLoader("student", str(path), compiled)
    spec = importlib.util.spec_from_file_location("student", path, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def other_code(tmp_path):
    """A file, and code under its name that is not what is in it, so that one can see which of them runs."""
    path = tmp_path / "student.py"
    path.write_text("VALUE = 'from the file'\n")
    code = compile("VALUE = 'compiled ahead'\n", str(path), "exec")
    return path, {str(path): Compiled(path.read_bytes(), code)}


def test_a_file_is_not_compiled_again_where_it_is_as_it_was(other_code):
    assert loaded(*other_code).VALUE == "compiled ahead"


def test_a_file_that_a_test_has_written_anew_is_loaded_as_it_is(other_code, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path, compiled = other_code
    path.write_text("VALUE = 'written anew'\n")
    assert loaded(path, compiled).VALUE == "written anew"

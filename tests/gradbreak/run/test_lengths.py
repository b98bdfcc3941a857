"""How long tests are."""

from pathlib import Path

from gradbreak.run.lengths import lengths_of
from gradbreak.run.messages import FoundTest


def found(file: str, name: str) -> FoundTest:
    return FoundTest(id=f"{file}::{name}", name=name, file=file, line=1)


def test_each_test_has_the_lines_of_its_function(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_short(): pass\n\n\ndef test_long():\n    pass\n    pass\n")
    tests = [found("test_it.py", "test_short"), found("test_it.py", "test_long")]
    assert lengths_of(tmp_path, tests) == {"test_it.py::test_short": 1, "test_it.py::test_long": 3}


def test_a_test_whose_function_is_not_in_its_file_has_no_length(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("from elsewhere import test_borrowed\n")
    (tmp_path / "cells.ipynb").write_text("{ not Python")
    tests = [found("test_it.py", "test_borrowed"), found("cells.ipynb", "test_cell"), found("gone.py", "test_gone")]
    assert lengths_of(tmp_path, tests) == {}

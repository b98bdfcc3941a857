"""The files that the tests of a cell are run from."""

from __future__ import annotations

import pytest

from gradbreak.engine.notebooks import skipped_in
from gradbreak.errors import BadEngine, BadTestFile
from gradbreak.notebook.files import write_files

ENGINE = "class Node:\n    pass"


def written_tests(folder, cell: str) -> str:
    return write_files(folder, ["", ENGINE], cell).tests.read_text(encoding="utf-8")


def test_the_tests_get_every_name_that_the_notebook_defines(tmp_path):
    files = write_files(tmp_path, ["", ENGINE, "_private = 3"], "def test_one():\n    Node()")
    assert files.tests.read_text(encoding="utf-8").startswith("from notebook_engine import Node, _private\n")


def test_a_cell_without_a_test_function_is_one_test(tmp_path):
    assert written_tests(tmp_path, "a = Node()\nassert a").endswith("def test_cell():\n    a = Node()\n    assert a\n")


def test_cells_of_the_magic_are_no_part_of_the_engine(tmp_path):
    files = write_files(tmp_path, ["", ENGINE, "%load_ext gradbreak", "%%gradbreak\nclass Other: ..."], "assert True")
    text = files.engine.read_text(encoding="utf-8")
    assert text.endswith(f"# -- cell 1 {'-' * 40}\n\n{ENGINE}\n")
    assert skipped_in(files.engine) == ()


def test_a_notebook_without_a_class_is_refused(tmp_path):
    with pytest.raises(BadEngine, match="no cell of this notebook that was run defines a class"):
        write_files(tmp_path, ["", "x = 1"], "assert x")


@pytest.mark.parametrize("cell", ["", "def test_one(:"])
def test_a_cell_without_tests_is_refused(tmp_path, cell):
    with pytest.raises(BadTestFile, match="the cell holds no tests"):
        write_files(tmp_path, ["", ENGINE], cell)

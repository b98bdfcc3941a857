"""What is taken from a notebook, and what is named as skipped."""

from __future__ import annotations

import json

import pytest

from gradbreak.engine.notebooks import as_module, cell_of, definitions, names_defined, read_cells, skipped_in
from gradbreak.errors import BadEngine


def notebook(*cells: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]})


def test_magics_and_shell_lines_are_skipped_and_named():
    cell = cell_of(4, "%matplotlib inline\nimport math\n!pip install torch")
    assert cell.code == "# %matplotlib inline\nimport math\n# !pip install torch"
    assert cell.skipped == ("%matplotlib inline", "!pip install torch")


def test_a_cell_magic_skips_its_whole_cell():
    cell = cell_of(2, "%%time\nclass Node: ...")
    assert (cell.code, cell.skipped) == ("", ("%%time",))


def test_a_cell_that_is_no_python_is_named_with_its_line():
    assert cell_of(3, "a = 1\nb = = 2").skipped == ("all of it, because line 2 is no Python",)


def test_a_module_names_what_was_skipped_of_its_notebook(tmp_path):
    path = tmp_path / "lecture.ipynb"
    path.write_text(notebook("%pylab", "class Node: ...", "!ls"), encoding="utf-8")
    assert skipped_in(as_module(path, tmp_path / "made")) == ("cell 1: %pylab", "cell 3: !ls")


def test_a_module_that_was_not_made_of_a_notebook_names_nothing(tmp_path):
    (tmp_path / "engine.py").write_text("class Node: ...\n")
    assert skipped_in(tmp_path / "engine.py") == ()


def test_of_a_class_that_is_defined_twice_the_last_version_counts():
    text = definitions(
        read_cells(notebook("class Node:\n    old = 1", "Node.f = len", "class Node:\n    new = 2"), "n")
    )
    assert "old" not in text
    assert text.index("new = 2") < text.index("Node.f = len")  # which would fail before there is the class


def test_an_old_notebook_is_read_with_nbformat():
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [
            {"cells": [{"cell_type": "code", "language": "python", "input": "x = 1", "outputs": [], "metadata": {}}]}
        ],
    }
    assert [cell.code for cell in read_cells(json.dumps(old), "old.ipynb")] == ["x = 1"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 3}'])
def test_what_is_no_notebook_is_refused(text):
    with pytest.raises(BadEngine, match="is no notebook that can be read"):
        read_cells(text, "n.ipynb")


def test_the_names_of_a_module_are_those_it_defines():
    assert names_defined("import os\nN = 1\nclass A: ...\ndef f(): ...\nA.g = f\n") == ("N", "A", "f")

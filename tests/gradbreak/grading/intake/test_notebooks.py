"""What becomes of a notebook that is handed in."""

from __future__ import annotations

import json

from gradbreak.grading.intake.notebooks import NotebookModule, engine_of_notebook, module_of_tests

ENGINE = """\
class Value:
    def __init__(self, data):
        self.data = data

    def __mul__(self, other):
        return Value(self.data * other.data)
"""
PATCHED = "def add(self, other):\n    return 0\n\nValue.__add__ = add"
TEST = "def test_a():\n    assert Value(2.0).data == 2.0"


def notebook(*cells: str) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]}).encode()


def module(*cells: str) -> NotebookModule:
    found = module_of_tests("work.ipynb", notebook(*cells), ("minigrad/scalar.py", "minigrad/nn.py"))
    assert found is not None
    return found


def test_an_engine_in_it_is_left_out_and_its_tests_get_that_of_the_assignment():
    found = module(ENGINE, PATCHED, TEST)
    text = found.text.decode()
    assert text.startswith("from minigrad.scalar import Value\n")
    assert "class Value" not in text
    assert "__add__" not in text
    assert "def test_a" in text
    assert [each.message for each in found.problems] == [
        "its engine (Value) is left out: the tests are graded on another"
    ]


def test_its_lines_that_are_no_python_are_named():
    (problem,) = module("%pip install numpy\n!ls\nimport math", TEST).problems
    assert problem.message == "skipped, because it is no Python: cell 1: %pip install numpy; cell 1: !ls"


def test_a_cell_below_our_magic_is_a_test():
    found = module("%%gradbreak\na = 2.0\nassert a == 2.0")
    namespace: dict[str, object] = {}
    exec(found.text, namespace)
    assert callable(namespace["test_cell_1"])
    assert found.problems == ()


def test_functions_below_our_magic_are_the_tests():
    assert b"def test_a" in module(f"%%gradbreak --lang es\n{TEST}").text


def test_an_engine_is_read_without_the_cells_of_our_magic():
    found = engine_of_notebook("my work.ipynb", notebook("%pip install x", ENGINE, f"%%gradbreak\n{TEST}"))
    assert found is not None
    assert found.name == "my_work.py"
    assert b"class Value" in found.text
    assert b"def test_a" not in found.text
    assert "cell 1: %pip install x" in found.problems[0].message


def test_of_a_notebook_with_an_engine_alone_there_are_no_tests():
    assert module_of_tests("work.ipynb", notebook(ENGINE), ("minigrad/scalar.py",)) is None
    assert engine_of_notebook("work.ipynb", notebook("x = 1")) is None


def test_what_is_no_notebook_is_none():
    assert module_of_tests("work.ipynb", b"{", ()) is None
    assert module_of_tests("work.py", TEST.encode(), ()) is None

from __future__ import annotations

from gradbreak.engine.notebook_tests import TEST_MAGIC, NotebookTests, module_with_tests, nodes_in
from gradbreak.engine.notebooks import cell_of

NODE = "class Node:\n    def __mul__(self, other):\n        return self\n"
TEST = "def test_a():\n    assert Node()"


def read(*texts: str, module: str = "engine") -> NotebookTests | None:
    cells = [cell_of(number, text, (TEST_MAGIC,)) for number, text in enumerate(texts, start=1)]
    return module_with_tests(cells, module)


def test_the_engine_of_the_notebook_is_left_out_and_the_one_under_test_imported():
    found = read(NODE, TEST)
    assert found is not None
    assert found.text.startswith("from engine import Node\n")
    assert "class Node" not in found.text
    assert found.nodes == ("Node",)


def test_where_no_engine_is_under_test_that_of_the_notebook_stays():
    found = read(NODE, TEST, module="")
    assert found is not None
    assert "class Node" in found.text
    assert found.nodes == ()


def test_what_is_no_python_is_named_with_its_cell():
    found = read("%matplotlib inline\nimport math", TEST)
    assert found is not None
    assert found.skipped == ("cell 1: %matplotlib inline",)


def test_a_notebook_without_tests_has_none():
    assert read(NODE) is None


def test_a_class_with_arithmetic_is_taken_for_a_node_and_a_class_of_tests_is_not():
    assert list(nodes_in(NODE + "class TestNode:\n    def __mul__(self, other):\n        return 1\n")) == ["Node"]

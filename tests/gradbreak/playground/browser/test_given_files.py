from __future__ import annotations

import pytest

from gradbreak.playground.browser.given_files import given_files

ENGINE = "class Node:\n    def __add__(self, other):\n        return self\n"
TEST = "def test_a():\n    pass\n"


@pytest.mark.parametrize(
    "text", [TEST, f"class TestA:\n    {TEST}", f"import unittest\nclass A(unittest.TestCase):\n    {TEST}"]
)
def test_tests_are_functions_methods_or_those_of_unittest(text):
    found = given_files({"a.py": text.replace("\n    pass", "\n        pass")}, "engine")
    assert found.tests is not None


def test_an_engine_beside_its_tests_is_told_apart_from_them():
    found = given_files({"engine.py": ENGINE, "test_it.py": TEST}, "engine")
    assert found.engines == ("engine.py",)
    assert found.tests is not None
    assert found.tests.name == "test_it.py"


def test_tests_that_define_a_class_with_arithmetic_are_tests():
    assert given_files({"test_it.py": ENGINE + TEST}, "engine").engines == ()


def test_a_file_with_neither_is_named():
    found = given_files({"a.py": "x = 1\n", "b.ipynb": "{"}, "engine")
    assert (found.tests, found.engines) == (None, ())
    assert (found.without_tests, found.unreadable) == (("a.py",), ("b.ipynb",))

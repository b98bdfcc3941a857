"""Tests that need nothing of pytest are called with the values that pytest would give them."""

from __future__ import annotations

import json
import subprocess
import sys
from types import ModuleType

import pytest

from gradbreak.grading.runner.direct import DirectTest, FoundFunctions

PROGRAM = """
import json, sys
from pathlib import Path
from gradbreak.grading.runner.collection import CollectionWatcher, collect
from gradbreak.grading.runner.direct import FoundFunctions, direct_tests
from gradbreak.grading.runner.pytest_session import IdlePlugins, make_session
from gradbreak.grading.runner.student_modules import StudentModules
from gradbreak.testing.fast_path import fast_path_tests

root, *files = sys.argv[1:]
session = make_session(root)
IdlePlugins(session)
modules = StudentModules(Path(root), (), [], {})
items = collect(session, modules, files, CollectionWatcher(root, ()))
found = direct_tests(items, fast_path_tests(session))
told = {file: [] for file in files}
for item in items:
    if item.nodeid in found:
        test = found[item.nodeid]
        expected = item.obj, dict(item.callspec.params) if hasattr(item, "callspec") else {}
        told[item.path.name].append((test.function, test.case, FoundFunctions(item.module).find(test) == expected))
print(json.dumps(told))
"""

STACKED = """
import pytest

@pytest.mark.parametrize("a", [1, 2, 3])
@pytest.mark.parametrize(("b", "c"), [("x", None), pytest.param("y", 4.0, id="named")])
def test_stacked(a, b, c):
    pass
"""

MARKED = """
import pytest

@pytest.mark.parametrize("a", [pytest.param(1, marks=pytest.mark.skip), 2])
def test_marked(a):
    pass
"""

FOR_PYTEST = {
    "fixture": "def test_fixture(tmp_path):\n    pass\n",
    "class": "class TestIt:\n    def test_method(self):\n        pass\n",
    "mark": "import pytest\n@pytest.mark.skip\ndef test_marked():\n    pass\n",
    "unittest": "import unittest\nclass TestIt(unittest.TestCase):\n    def test_method(self):\n        pass\n",
    "autouse": "import pytest\n@pytest.fixture(autouse=True)\ndef always():\n    pass\ndef test_plain():\n    pass\n",
    "hook": "def pytest_generate_tests(metafunc):\n    metafunc.parametrize('a', [1])\ndef test_hook(a):\n    pass\n",
    "iterator": "import pytest\n@pytest.mark.parametrize('a', (n for n in [1]))\ndef test_used_up(a):\n    pass\n",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, list[tuple[str, int, bool]]]:
    """For each file the tests that can be called directly: function, case, and whether it is called as pytest does.

    Tests are collected by file, and what one file has that needs more of pytest says nothing about another.
    """
    told = {}
    texts = {"stacked": STACKED, "marked": MARKED, "plain": "def test_plain():\n    pass\n"} | FOR_PYTEST
    folder = tmp_path_factory.mktemp("direct")
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text)
    command = [sys.executable, "-c", PROGRAM, str(folder), *(f"{name}.py" for name in texts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for name, tests in json.loads(done.stdout).items():
        told[name.removesuffix(".py")] = [tuple(test) for test in tests]
    return told


def test_every_case_of_stacked_marks_is_called_with_the_arguments_that_pytest_gives_it(found):
    assert found["stacked"] == [("test_stacked", case, True) for case in range(6)]


def test_a_function_without_parameters_is_called_without_arguments(found):
    assert found["plain"] == [("test_plain", 0, True)]


def test_cases_keep_their_numbers_beside_one_that_is_marked(found):
    assert found["marked"] == [("test_marked", 1, True)]


@pytest.mark.parametrize("name", FOR_PYTEST)
def test_what_needs_more_of_pytest_is_left_to_it(found, name):
    assert found[name] == []


def test_a_function_or_case_that_an_engine_does_not_lead_to_is_not_found():
    module = ModuleType("student")
    exec("import pytest\n@pytest.mark.parametrize('a', [1])\ndef test_a(a):\n    pass\n", vars(module))
    functions = FoundFunctions(module)
    assert functions.find(DirectTest("test_a", 0)) is not None
    assert functions.find(DirectTest("test_a", 1)) is None
    assert functions.find(DirectTest("test_b", 0)) is None

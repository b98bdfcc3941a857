"""A student's modules are found wherever ``python -m pytest`` in the folder that was handed in finds them."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from pathlib import Path
import pytest
from gradbreak.grading.runner.collection import CollectionWatcher, collect
from gradbreak.grading.runner.engine import EngineFinder
from gradbreak.grading.runner.pytest_session import make_session
from gradbreak.grading.runner.student_modules import StudentModules

root, *files = sys.argv[1:]
codes = {
    "tally": ("tally/__init__.py", compile("", "e", "exec")),
    "tally.count": ("tally/count.py", compile("NUMBER = 1", "e", "exec")),
}
sys.meta_path.insert(0, EngineFinder(Path("/engine"), codes, dict.fromkeys(codes, frozenset()), Path(root, "src")))
session = make_session(root)
modules = StudentModules(Path(root), ("homework", "tests"), ["tally"], {})
tell = lambda *event: print(*event) if event[0] != "file" else None
watcher = CollectionWatcher(root, ())
watcher.tell = tell
session.config.pluginmanager.register(watcher)
for item in collect(session, modules, files, watcher):
    session._setupstate.setup(item)
    item._request._fillfixtures()
    item.runtest()
    session._setupstate.teardown_exact(None)
    print("passed", item.nodeid)
"""

LEAF = "from tally.count import NUMBER\ndef leaf():\n    return NUMBER\n"
CONFTEST = "import pytest\n@pytest.fixture\ndef leaf():\n    return {}\n"


@pytest.fixture
def told(tmp_path):
    """What is said of files that are laid out; the last one is the test."""

    def lines(files: dict[str, str], *tests: str) -> list[str]:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        command = [sys.executable, "-P", "-c", PROGRAM, str(tmp_path), *(tests or [list(files)[-1]])]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    return lines


@pytest.mark.parametrize(
    "files",
    [
        {"helpers.py": LEAF, "test_a.py": "from helpers import leaf\n"},
        {"helpers.py": LEAF, "test_a.py": "from tests.helpers import leaf\n"},
        {"helpers.py": LEAF, "test_a.py": "from homework.helpers import leaf\n"},
        {"__init__.py": "", "helpers.py": LEAF, "test_a.py": "from tests.helpers import leaf\n"},
        {"__init__.py": "", "helpers.py": LEAF, "test_a.py": "from .helpers import leaf\n"},
        {
            "__init__.py": "",
            "part/__init__.py": "",
            "helpers.py": LEAF,
            "part/test_a.py": "from ..helpers import leaf\n",
        },
        {"tests/__init__.py": "", "tests/helpers.py": LEAF, "tests/test_a.py": "from .helpers import leaf\n"},
        {"tests/helpers.py": LEAF, "tests/test_a.py": "from tests.helpers import leaf\n"},
        {"hw/tests/helpers.py": LEAF, "hw/tests/test_a.py": "from tests.helpers import leaf\n"},
        {"hw/helpers.py": LEAF, "hw/tests/test_a.py": "from helpers import leaf\n"},
        {"src/helpers.py": LEAF, "tests/test_a.py": "from helpers import leaf\n"},
        {"tally/tests/__init__.py": "", "tally/tests/test_a.py": "from ..count import NUMBER\nleaf = lambda: NUMBER\n"},
        {"tally/helpers.py": LEAF, "tally/tests/test_a.py": "from tally.helpers import leaf\n"},
        {"src/tally/tests/test_a.py": "from ..count import NUMBER\nleaf = lambda: NUMBER\n"},
    ],
)
def test_an_import_that_works_beside_the_tests_works(told, files):
    *_, test = files
    files[test] += "def test_a():\n    assert leaf() == 1\n"
    assert told(files) == [f"passed {test}::test_a"]


def test_two_test_files_of_one_name_are_two_modules(told):
    text = "def test_a():\n    assert True\n"
    tests = ("one/test_a.py", "two/test_a.py")
    assert told(dict.fromkeys(tests, text), *tests) == [f"passed {test}::test_a" for test in tests]


def test_the_nearest_fixture_of_a_name_is_taken_in_every_file(told):
    files = {
        "conftest.py": CONFTEST.format(1),
        "part/conftest.py": CONFTEST.format(2),
        "test_a.py": "def test_a(leaf):\n    assert leaf == 1\n",
        "part/test_b.py": "def test_b(leaf):\n    assert leaf == 2\n",
        "part/test_c.py": "def test_c(leaf):\n    assert leaf == 2\n",
        "part/test_d.py": f"{CONFTEST.format(3)}def test_d(leaf):\n    assert leaf == 3\n",
    }
    tests = [name for name in files if "test_" in name]
    assert told(files, *tests) == [f"passed {test}::test_{test[-4]}" for test in tests]


def test_a_fixture_of_one_folder_is_unknown_in_another(told):
    files = {"part/conftest.py": CONFTEST.format(2), "test_a.py": "def test_a(): pass\n"}
    files["test_a.py"] = "import pytest\ndef test_a(request):\n    with pytest.raises(pytest.FixtureLookupError):\n"
    files["test_a.py"] += "        request.getfixturevalue('leaf')\n"
    assert told(files) == ["passed test_a.py::test_a"]


def test_hooks_and_plugins_of_a_conftest_have_no_effect(told):
    conftest = "pytest_plugins = ['nowhere']\ndef pytest_collection_modifyitems(items):\n    items.clear()\n"
    files = {"conftest.py": conftest + CONFTEST.format(1), "test_a.py": "def test_a(leaf):\n    assert leaf == 1\n"}
    assert told(files) == ["passed test_a.py::test_a"]


def test_an_autouse_fixture_of_a_conftest_is_used(told):
    conftest = "import os, pytest\n@pytest.fixture(autouse=True)\ndef leaf():\n    os.environ['LEAF'] = '1'\n"
    test = "import os\ndef test_a():\n    assert os.environ['LEAF'] == '1'\n"
    assert told({"conftest.py": conftest, "test_a.py": test}) == ["passed test_a.py::test_a"]


def test_a_conftest_that_cannot_be_imported_is_the_problem_of_the_files_below_it(told):
    files = {"part/conftest.py": "import nowhere\n", "part/test_a.py": "def test_a(): pass\n"}
    (line,) = told(files)
    assert line.startswith("problem part/test_a.py ModuleNotFoundError: No module named 'nowhere'")


def test_marks_of_a_module_hold_for_its_tests(told):
    test = "import pytest\npytestmark = pytest.mark.parametrize('n', [1, 2])\ndef test_a(n):\n    assert n\n"
    assert told({"test_a.py": test}) == ["passed test_a.py::test_a[1]", "passed test_a.py::test_a[2]"]

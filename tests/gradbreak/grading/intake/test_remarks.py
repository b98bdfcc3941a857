"""What is said about a submission before it runs: true, and only where it is certain."""

from __future__ import annotations

import ast
import sys

import pytest

from gradbreak.grading.intake.remarks import remarks_on

ENGINE = ("tally/__init__.py", "tally/count.py")
IMPORT = "from tally.count import Value\n"
HONEST = "def test_a():\n    assert Value(1).data == 1\n"


def remarks(text, more=(), name="test_a.py"):
    files = {name: (IMPORT + text).encode(), **{each: content.encode() for each, content in dict(more).items()}}
    return {problem.file: problem.message for problem in remarks_on(files, ENGINE).problems}


# -- tests that cannot fail -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return a.grad == 6", "returns a value"),
        ("assert (a.grad == 6, 'wrong')", "asserts a tuple"),
        ("a.grad == 6", "write assert in front"),
        ("print(a.grad)", "write assert in front"),
        ("math.isclose(a.grad, 6)", "write assert in front"),
        ("assert True", "always true"),  # a text that is examined: no test of ours
        ("try:\n        assert a.grad == 6\n    except AssertionError:\n        print('no')", "caught"),
        ("try:\n        assert a.grad == 6\n    except:\n        pass", "caught"),
    ],
)
def test_a_test_that_cannot_fail_is_told_so(body, said):
    text = f"import math\nimport pytest\ndef test_a():\n    a = Value(3)\n    (a * a).backward()\n    {body}\n"
    assert said in remarks(text)["test_a.py::test_a"]


@pytest.mark.parametrize(
    "text",
    [
        HONEST,
        "def check(a):\n    assert a.grad == 6\ndef test_a():\n    check(Value(3))\n",
        "from helpers import looks_right\ndef test_a():\n    looks_right(Value(3))\n",
        "import numpy as np\ndef test_a():\n    np.testing.assert_allclose(1, 1)\n",
        "import numpy as np\ndef test_a():\n    np.array_equal_or_raise(1, 1)\n",
        "import pytest\ndef test_a():\n    with pytest.raises(ZeroDivisionError):\n        Value(1) / 0\n",
        "import unittest\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1, 1)\n",
        "def test_a():\n    if Value(1).grad != 0:\n        raise AssertionError\n",
        "def test_a():\n    for x in range(3):\n        with open('f') as f:\n            assert x == f\n",
        "def test_a(numbers):\n    Value(numbers)\n",
        "def test_a():\n    try:\n        Value('x')\n    except TypeError:\n        return\n    assert False\n",
        "class TestA:\n    def same(self, a):\n        assert a == 1\n    def test_a(self):\n        self.same(1)\n",
    ],
)
def test_a_test_that_may_fail_is_told_nothing(text):
    assert remarks(text) == {}


# -- tests that pytest does not collect -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (
            "class TestA:\n    def __init__(self): pass\n    def test_a(self): assert 1 == 2\n",
            "TestA",
            "it has an __init__",
        ),
        ("class Sums:\n    def test_a(self): assert 1 == 2\n", "Sums", "does not begin with Test"),
        ("def my_test():\n    assert 1 == 2\n", "my_test", "does not begin with test"),
        ("def Test_a():\n    assert 1 == 2\n", "Test_a", "does not begin with test"),
        (HONEST + HONEST, "test_a", "only the last of 2"),
        ("def test_b():\n    def test_c(): assert 1\n    assert 1 == 2\n", "test_b::test_c", "inside another function"),
    ],
)
def test_what_is_not_collected_is_named_with_the_reason(text, name, said):
    assert said in remarks(text)[f"test_a.py::{name}"]


@pytest.mark.parametrize(
    "text",
    [
        "import unittest\nclass A(unittest.TestCase):\n    def __init__(self, x): super().__init__(x)\n"
        "    def test_a(self): self.assertTrue(1)\n",
        "class Base:\n    def test_a(self): assert 1 == 2\nclass TestA(Base): pass\n",
        "def run_tests():\n    assert 1 == 2\nrun_tests()\n",
    ],
)
def test_what_is_collected_or_used_is_told_nothing(text):
    assert remarks(text) == {}


def test_a_module_of_tests_with_another_name_is_named_where_others_are_named_as_tests():
    assert "is not" in remarks(HONEST, {"sums.py": HONEST})["sums.py"]
    assert remarks(HONEST + "from sums import x\n", {"sums.py": HONEST}) == {}


def test_hooks_of_a_conftest_are_named_and_fixtures_are_not():
    fixture = "import pytest\n@pytest.fixture\ndef leaf(): return 1\n"
    assert remarks(HONEST, {"conftest.py": fixture}) == {}
    said = remarks(HONEST, {"conftest.py": f"{fixture}pytest_plugins = ['x']\ndef pytest_configure(config): pass\n"})
    assert "pytest_configure, pytest_plugins" in said["conftest.py"]


# -- imports ----------------------------------------------------------------------------------------------


def first(text, more=()):
    files = {"test_a.py": text.encode(), **{name: content.encode() for name, content in dict(more).items()}}
    return remarks_on(files, ENGINE).first


def test_tests_of_an_engine_beside_them_are_told_that_they_reach_no_other():
    said = first("from scalar import Value\n" + HONEST, {"scalar.py": "class Value: pass\n"})
    assert said == "no test reaches the engine under test, tally.count: yours imports scalar instead"


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (IMPORT + HONEST, {}),
        ("from src.tally import count\n", {}),
        ("from src import tally\n", {}),
        ("from helpers import leaf\n", {"helpers.py": IMPORT}),
        (
            "from tests.helpers import leaf\n",
            {"tests/helpers.py": "from .deeper import x\n", "tests/deeper.py": IMPORT},
        ),
        ("import importlib\nValue = importlib.import_module('tally.count').Value\n", {}),
        ("def test_a(leaf): assert leaf\n", {"conftest.py": IMPORT}),
        ("def test_a(:\n", {}),
    ],
)
def test_tests_that_reach_the_engine_in_any_way_are_told_nothing(text, more):
    assert first(text, more) == ""


def test_a_relative_import_of_the_engine_reaches_it():
    files = {"tally/tests/test_a.py": b"from ..count import Value\n", "tally/tests/__init__.py": b""}
    assert remarks_on(files, ENGINE).first == ""


@pytest.mark.parametrize(
    "line", ["from micrograd.engine import Value", "import micrograd.engine as e", "from mine import Value"]
)
def test_a_wrong_name_of_the_engine_is_answered_with_the_right_one(line):
    files = {"test_a.py": f"{line}\n{HONEST}".encode()}
    (problem,) = remarks_on(files, ENGINE).problems
    assert problem.message.endswith("and the engine under test is tally.count")


def test_a_module_of_the_students_own_is_no_wrong_name():
    files = {"test_a.py": f"{IMPORT}from mine import Value\n{HONEST}".encode(), "mine.py": IMPORT.encode()}
    assert remarks_on(files, ENGINE).problems == ()


# -- what ends the import ---------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["sys.exit(0)", "sys.exit(unittest.main())", "exit()"])
def test_what_ends_the_import_is_named(line):
    assert line.partition("(")[0] in remarks(f"{HONEST}{line}\n")["test_a.py"]


@pytest.mark.parametrize("line", ["if __name__ == '__main__':\n    unittest.main()", "unittest.main()", "main()"])
def test_what_does_not_end_the_import_is_not_named(line):
    assert remarks(f"def main(): pass\n{HONEST}{line}\n") == {}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax")
@pytest.mark.parametrize("line", ["type X = int", "def f[T](x): pass", "class A[T]: pass", "x = f'{'a'}'"])
def test_syntax_of_a_newer_python_is_named_with_both_versions(line):
    said = remarks(f"{line}\n{HONEST}")["test_a.py"]
    assert "Python 3.12" in said
    assert f"Python {sys.version_info[0]}.{sys.version_info[1]}." in said


def test_plain_bad_syntax_is_left_to_the_run():
    assert remarks("def test_a(:\n") == {}


def test_a_suite_of_a_thousand_tests_is_looked_through_once():
    text = IMPORT + "".join(f"def test_{number}():\n    assert Value(1).data == 1\n" for number in range(1000))
    walked = 0
    walk = ast.walk

    def counting(node):
        nonlocal walked
        for each in walk(node):
            walked += 1
            yield each

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ast, "walk", counting)
        remarks_on({"test_a.py": text.encode()}, ENGINE)
    assert walked < 20 * len(list(walk(ast.parse(text))))

"""What is made of pytest's own words; how they come about is held by the tests of the command line."""

from __future__ import annotations

import pytest

from gradbreak.run.messages import Problem
from gradbreak.run.problems import PYTEST, problem_of, start_problem

EXCEPTION = """\
tests/test_a.py:3: in <module>
    from helper import leaf
helper.py:7: in <module>
    leaf = one / 0
/usr/lib/python3.11/fractions.py:2: in __truediv__
    raise
E   ZeroDivisionError: division by zero
"""
SYNTAX = """\
/usr/lib/python3.11/ast.py:50: in parse
    return compile(source, filename, mode, flags,
E     File "{root}/tests/test_a.py", line 20
E       def test_clear(:
E                      ^
E   SyntaxError: invalid syntax
"""
CONFTEST = """\
ImportError while loading conftest '{root}/tests/conftest.py'.
tests/conftest.py:1: in <module>
    import nowhere
E   ModuleNotFoundError: No module named 'nowhere'
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "tests").mkdir()
    for file in ("tests/test_a.py", "tests/conftest.py", "helper.py"):
        (tmp_path / file).touch()
    return tmp_path


def test_the_place_is_the_last_one_inside_the_project(root):
    found = problem_of(EXCEPTION, "tests/test_a.py", root)
    assert found == Problem(file="helper.py", line=7, message="ZeroDivisionError: division by zero")


def test_a_syntax_error_names_its_own_place(root):
    found = problem_of(SYNTAX.format(root=root), "tests/test_a.py", root)
    assert found == Problem(file="tests/test_a.py", line=20, message="SyntaxError: invalid syntax")


def test_a_report_without_an_exception_is_said_as_it_is_in_one_line(root):
    found = problem_of("import file\nmismatch:  two  files", "tests/test_a.py", root)
    assert found == Problem(file="tests/test_a.py", line=0, message="import file mismatch: two files")


@pytest.mark.parametrize("named", ["ImportError: no", "my.BadWarning: no", "KeyError", "hypothesis.Invalid: no"])
def test_of_several_lines_the_one_that_names_the_exception_is_taken(root, named):
    text = f"E   a note\nE   {named}\nE   more words"
    assert problem_of(text, "tests/test_a.py", root).message == named


def test_a_line_of_the_message_with_a_colon_is_not_taken_for_the_exception(root):
    assert problem_of("E   ValueError: no\nE   Hint: read", "tests/test_a.py", root).message == "ValueError: no"


def test_a_conftest_that_fails_is_named(root):
    found = start_problem(CONFTEST.format(root=root), root)
    assert found == Problem(file="tests/conftest.py", line=1, message="ModuleNotFoundError: No module named 'nowhere'")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "ERROR: usage: pytest [options]\npytest: error: unrecognized arguments: --no\n  rootdir: /p\n",
            "unrecognized arguments: --no",
        ),
        ("ERROR: Unknown config option: nosuch\n\n", "Unknown config option: nosuch"),
        ("ERROR: {root}/pyproject.toml: Expected ']' (at line 2)\n", "pyproject.toml: Expected ']' (at line 2)"),
        ("something\nelse", "something else"),
    ],
)
def test_where_pytest_refuses_to_start_its_complaint_is_taken(root, text, message):
    assert start_problem(text.format(root=root), root) == Problem(file=PYTEST, line=0, message=message)

"""What a test executes of a notebook's cells is the module's code; each test has a process of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

CELL = "class Node:\n    def slope(self):\n        return 1\n"
MODULE = f"# -- cell 1\n\n{CELL}"
MUTANT = MODULE.replace("return 1", "return 2")


def after_serving(code: str, served: str = MODULE) -> str:
    """What some code prints after the module has been served."""
    start = f"""
        from gradbreak.engine.executed_cells import serve_cells
        CELL = {CELL!r}
        serve_cells("/made/module.py", {MODULE!r}, {served!r})
    """
    text = textwrap.dedent(start) + textwrap.dedent(code)
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("run", ["exec(CELL, names)", "exec(compile(CELL, 'cell', 'exec'), names)"])
def test_a_definition_of_the_module_has_its_path_and_its_lines(run):
    code = f"names = {{}}\n{run}\ncode = names['Node'].slope.__code__\nprint(code.co_filename, code.co_firstlineno)"
    assert after_serving(code) == "/made/module.py 4"


def test_a_mutant_takes_the_place_of_what_a_cell_says():
    assert after_serving("names = {}\nexec(CELL, names)\nprint(names['Node']().slope())", MUTANT) == "2"


def test_other_statements_of_the_cell_run_as_they_are():
    code = "names = {}\nexec(CELL + 'found = Node().slope() + 5', names)\nprint(names['found'])"
    assert after_serving(code, MUTANT) == "7"


def test_a_text_without_a_definition_of_the_module_is_left_alone():
    code = """
        names = {}
        exec("class Other:\\n    def f(self): ...", names)
        print(names["Other"].f.__code__.co_filename)
    """
    assert after_serving(code) == "<string>"


def test_without_names_a_text_runs_in_those_of_its_caller():
    code = """
        def f():
            x = 3
            exec("print(x)")
        f()
    """
    assert after_serving(code) == "3"


def test_future_statements_are_those_of_the_caller_and_not_ours():
    code = "names = {}\nexec('def f(x: int): ...', names)\nprint(names['f'].__annotations__)"
    assert after_serving(code) == "{'x': <class 'int'>}"


def test_a_text_that_is_no_python_fails_as_ever():
    code = """
        try:
            exec("a = = 1")
        except SyntaxError as error:
            print(error.filename)
    """
    assert after_serving(code) == "<string>"

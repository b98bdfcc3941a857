from __future__ import annotations

import ast
import marshal
import random
import sys
import types

import pytest

from gradbreak.engine.edits import Edit
from gradbreak.grading.engines.disguise import compiled_files, disguise
from gradbreak.grading.engines.forced_sets import MODULE, SetOrder, with_forced_sets

TEXT = '''"""A docstring."""
from __future__ import annotations

def orders(things):
    return [list(set(things)), list({*things}), list({each for each in things}), list(frozenset(things))]

def passes(a, g):
    a.g += g
'''
FORWARDS, BACKWARDS = SetOrder(files=("e.py",)), SetOrder(files=("e.py",), is_reversed=True)
THINGS = [object() for _ in range(40)]


def ran(codes, monkeypatch) -> dict:
    module = types.ModuleType(MODULE)
    exec(marshal.loads(codes[f"{MODULE}.py"]), vars(module))
    monkeypatch.setitem(sys.modules, MODULE, module)
    names: dict = {"__name__": "e"}
    exec(marshal.loads(codes["e.py"]), names)
    return names


@pytest.mark.parametrize(("sets", "expected"), [(FORWARDS, THINGS), (BACKWARDS, THINGS[::-1])])
def test_every_kind_of_set_is_iterated_in_the_order_of_insertion_or_its_reverse(sets, expected, monkeypatch):
    names = ran(compiled_files({"e.py": TEXT}, sets), monkeypatch)
    assert names["orders"](THINGS) == [expected] * 4


def test_a_disguised_engine_has_the_same_order(monkeypatch):
    start = TEXT.index("a.g += g")
    write = Edit(file="e.py", start=start, end=start + 8, replacement="a.g = g")
    disguised = disguise({"e.py": TEXT}, [write], broken=[write], sets=BACKWARDS)
    names = ran(disguised.code(random.Random(0)), monkeypatch)
    assert names["orders"](THINGS)[0] == THINGS[::-1]


def test_a_file_that_makes_no_sets_is_left_alone():
    tree = with_forced_sets(ast.parse("x = {1}"), "other.py", FORWARDS)
    assert ast.unparse(tree) == "x = {1}"


def test_without_an_order_no_module_comes_with_the_engine():
    assert compiled_files({"e.py": "x = 1"}).keys() == {"e.py"}


def test_the_module_says_nothing_of_the_grader():
    assert b"gradbreak" not in compiled_files({"e.py": TEXT}, FORWARDS)[f"{MODULE}.py"]

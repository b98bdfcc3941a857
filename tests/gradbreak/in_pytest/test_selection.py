"""What a session has run, and what several processes of one have run together."""

from __future__ import annotations

import sys
import types

import pytest

from gradbreak.in_pytest.selection import Selection, selection_of, together


class Session:
    """The parts of a session that are looked at."""

    def __init__(self, root, items):
        self.items = items
        self.config = types.SimpleNamespace(rootpath=root)


class SelectedFunction(pytest.Function):
    """A test function without the collectors that a real one needs."""

    nodeid = ""


def function(path, nodeid):
    item = object.__new__(SelectedFunction)
    item.path, item.nodeid = path, nodeid
    return item


def test_tests_are_grouped_by_file_and_other_items_counted(tmp_path):
    file = tmp_path / "test_a.py"
    items = [function(file, "test_a.py::test_x"), function(file, "test_a.py::TestB::test_y[1]"), object()]
    found = selection_of(Session(tmp_path, items))
    assert found.tests == {str(file): ("test_x", "TestB::test_y[1]")}
    assert found.left_out == 1


@pytest.mark.parametrize(
    ("name", "counts"), [("engine.py", True), ("conftest.py", False), ("test_a.py", False), ("data.txt", False)]
)
def test_modules_below_the_root_that_are_no_tests_count(tmp_path, monkeypatch, name, counts):
    module = types.ModuleType("somebody_s")
    module.__file__ = str(tmp_path / name)
    monkeypatch.setitem(sys.modules, "somebody_s", module)
    found = selection_of(Session(tmp_path, [function(tmp_path / "test_a.py", "test_a.py::test_x")]))
    assert (module.__file__ in found.modules) is counts


def test_installed_modules_are_no_engine_even_below_the_root(tmp_path, monkeypatch):
    module = types.ModuleType("somebody_s")
    module.__file__ = str(tmp_path / "env/lib/site-packages/engine.py")
    monkeypatch.setitem(sys.modules, "somebody_s", module)
    assert selection_of(Session(tmp_path, [])).modules == ()


def test_what_several_processes_have_run_is_counted_once():
    first = Selection(tests={"a": ("x", "y")}, modules=("e",), left_out=2)
    second = Selection(tests={"a": ("y", "z"), "b": ("w",)}, modules=("e", "f"), left_out=1)
    assert together([first, second]) == Selection(
        tests={"a": ("x", "y", "z"), "b": ("w",)}, modules=("e", "f"), left_out=2
    )

from __future__ import annotations

import time
from pathlib import Path

import pytest

from gradbreak.engine.asking import inspect_in_process, next_step, require_sites
from gradbreak.engine.inspecting import Inspection
from gradbreak.engine.locating import locate
from gradbreak.errors import BadEngine, ExitCode, NoMutants
from tests.engines import samples

ENGINE = """\
class Value:
    def __init__(self, data, prev=()):
        self.data, self.grad, self._prev, self._backward = data, 0.0, prev, lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for each in node._prev:
                    visit(each)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write a source text to a file of the working folder, and inspect it."""
    monkeypatch.chdir(tmp_path)

    def inspect(source: str | bytes, name: str = "engine.py", seconds: float = 30.0) -> Inspection:
        Path(name).write_bytes(source if isinstance(source, bytes) else source.encode())
        return inspect_in_process(locate([Path(name)], tmp_path / "notebooks"), seconds)

    return inspect


def test_an_engine_is_inspected_with_every_site_confirmed(written):
    inspection = written(ENGINE)
    assert inspection.recognition.node_class == "Value"
    assert [each.site.line for each in inspection.confirmed] == [9, 10, 19, 20]
    require_sites(inspection)


def test_nothing_is_written_beside_the_engine(written):
    written(ENGINE)
    assert [each.name for each in Path().iterdir()] == ["engine.py"]


def test_what_the_engine_prints_does_not_disturb_the_answer(written):
    assert len(written("import os\nprint('{')\nos.system('echo {')\n" + ENGINE).confirmed) == 4


def test_a_module_of_the_working_folder_does_not_replace_one_of_pythons(written):
    Path("json.py").write_text("raise SystemExit(3)")
    assert len(written(ENGINE).confirmed) == 4


def test_strings_hash_alike_in_every_inspection(written):
    source = ENGINE + "\nimport os\nassert os.environ['PYTHONHASHSEED'] == '0'\n"
    assert len(written(source).confirmed) == 4


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\n", "it defines no class"),
        ("class Point:\n    pass\n", "no instance of Point can be made of a number"),
        ("class Value:\n    def __init__(self, data):\n        self.data = data\n", "Value"),
        ("import no_such_module_at_all\n", "No module named 'no_such_module_at_all'"),
        ("raise RuntimeError('the weights are missing')\n", "RuntimeError: the weights are missing"),
        ("import sys\nsys.exit(3)\n", "SystemExit"),
        ("print 'hello'\n", "line 1: Missing parentheses"),
        ("class Value\n", "line 1"),
        (b"\xff\xfe\x00", "it is not UTF-8 text"),
        (b"\x7fELF\x00\x00", "it is not Python"),
    ],
)
def test_what_is_no_engine_is_refused_with_its_reason(written, source, said):
    with pytest.raises(BadEngine, match=r"engine\.py is no engine that can be used") as raised:
        written(source)
    assert said in str(raised.value)


def test_python_2_is_answered_with_how_to_port_it(written):
    with pytest.raises(BadEngine) as raised:
        written("print 'hello'\n")
    assert str(raised.value).endswith("Did you mean print(...)? Port it with `2to3` if it is Python 2")


def test_another_engine_beside_a_file_without_one_is_not_meant(written):
    Path("value.py").write_text(ENGINE)
    with pytest.raises(BadEngine, match=r"engine\.py is no engine that can be used: it defines no class"):
        written("x = 1\n")


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        ("importing it takes more than 20 seconds", "Put what trains or waits under `if __name__ == '__main__':`"),
        ("importing it raises ModuleNotFoundError: No module named 'torch'", "Install what it imports into the"),
        ("importing it raises RuntimeError: no weights", "Correct the file until Python imports it, then run this"),
        ("`import node` finds /elsewhere/node.py instead", "Rename the file, or leave the other one out of the path"),
        ("it defines no class", "Name the file whose class makes nodes, adds and multiplies them and runs a backward"),
    ],
)
def test_each_reason_has_a_next_step(reason, step):
    assert next_step(reason).startswith(step)


def test_a_file_of_another_kind_is_refused(written):
    with pytest.raises(BadEngine, match="neither a Python file nor a notebook"):
        written("hello", name="notes.txt")


def test_two_copies_of_an_engine_in_a_folder_are_both_named_as_one_may_name_them(tmp_path, monkeypatch):
    for name in ("engine.py", "engine_old.py"):
        (tmp_path / name).write_text(ENGINE)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(BadEngine) as raised:
        inspect_in_process(locate([tmp_path], tmp_path / "notebooks"))
    assert str(raised.value) == (
        "several files define an engine Value: ../engine.py, ../engine_old.py. Name one of them"
    )


def test_two_files_of_one_engine_may_both_be_named(tmp_path):
    sample = samples.read_sample("operation_classes")
    found = inspect_in_process(locate([sample.folder / file for file in sample.engine], tmp_path))
    assert {*found.files, *found.imports} == {*sample.engine, "deep/__init__.py"}


def test_an_import_that_does_not_end_is_killed(written):
    started = time.monotonic()
    with pytest.raises(BadEngine, match="took more than 1 s"):
        written("import time\ntime.sleep(60)\n", seconds=1.0)
    assert time.monotonic() - started < 10


def test_a_module_that_ends_python_is_named(written):
    with pytest.raises(BadEngine, match="ended without an answer"):
        written("import os\nos._exit(0)\n")


def test_an_engine_in_which_nothing_accumulates_has_no_site(written):
    inspection = written(ENGINE.replace("+=", "="))
    with pytest.raises(
        NoMutants, match=r"no site found: looked in engine\.py for statements that add to `grad`"
    ) as raised:
        require_sites(inspection)
    assert raised.value.exit_code == ExitCode.NO_MUTANTS
    assert "\n" not in str(raised.value)

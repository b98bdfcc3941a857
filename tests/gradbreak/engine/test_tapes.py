"""How an engine with a tape is used is found, and written as people write it."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from gradbreak.engine.recognition import NotRecognisedError, recognise
from gradbreak.engine.tapes import node_lines, written

NODE = """
class Var:
    def __init__(self, value):
        self.value, self.grad = value, 0.0

    def __add__(self, other):
        return note(Var(self.value + other.value), (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        return note(Var(self.value * other.value), (self, other.value), (other, self.value))


def note(out, *operands):
    if current and all(current.sees(node) for node, _ in operands):
        current.notes.append((out, operands))
    return out


current = None


class Tape:
    def __init__(self):
        self.notes, self.watched = [], []

    def __enter__(self):
        global current
        current = self
        return self

    def __exit__(self, *_):
        global current
        current = None
"""

BACKWARD = """
    def sees(self, node):
        return True

    def backward(self, out):
        out.grad = 1.0
        for result, operands in reversed(self.notes):
            for operand, local in operands:
                operand.grad += local * result.grad
"""

WATCHED = """
    def sees(self, node):
        return any(node is each for each in [*self.watched, *(out for out, _ in self.notes)])

    def watch(self, node):
        self.watched.append(node)

    def gradient(self, out, node):
        slopes = {out: 1.0}
        for result, operands in reversed(self.notes):
            for operand, local in operands:
                slopes[operand] = slopes.get(operand, 0.0) + local * slopes.get(result, 0.0)
        return slopes[node]
"""

PULLED = """
class Var:
    def __init__(self, value):
        self.value, self.results, self.slope = value, [], None

    def grad(self):
        if self.slope is None:
            self.slope = sum(local * result.grad() for local, result in self.results)
        return self.slope

    def __mul__(self, other):
        out = Var(self.value * other.value)
        self.results.append((other.value, out))
        other.results.append((self.value, out))
        return out

    __add__ = __mul__
"""


def module(text: str, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    made = types.ModuleType("an_engine_with_a_tape")
    made.__file__ = str(Path(__file__))
    monkeypatch.setitem(sys.modules, made.__name__, made)
    exec(compile(text, "tape.py", "exec"), vars(made))
    return made


@pytest.mark.parametrize(
    ("methods", "wrapping", "call", "gradient"),
    [
        (BACKWARD, "Tape().__enter__(); Var({x})", "{t}.backward({out})", "grad"),
        (WATCHED, "Tape().__enter__(); [__node := Var({x}), {t}.watch(__node)][0]", "{t}.gradient({out}, {input})", ""),
    ],
)
def test_a_tape_that_is_entered_is_recognised(
    methods: str, wrapping: str, call: str, gradient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = recognise([module(NODE + methods, monkeypatch)])
    assert (found.wrapping, found.sweep_call, found.gradient) == (wrapping, call, gradient)
    assert [each.name for each in found.operations] == ["add", "mul"]


def test_an_engine_in_which_a_node_asks_its_results_is_refused_with_what_was_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(NotRecognisedError, match=r"Var\.grad\(\) computes a gradient by asking the results"):
        recognise([module(PULLED, monkeypatch)])


@pytest.mark.parametrize(
    ("wrapping", "above", "indentation", "lines"),
    [
        ("Var({x})", [], "", ["a = Var(2.0)"]),
        ("Tape(); {t}.var({x})", ["t = Tape()"], "", ["a = t.var(2.0)"]),
        ("Tape().__enter__(); Var({x})", ["with Tape() as t:"], "    ", ["a = Var(2.0)"]),
        (
            "Tape().__enter__(); [__node := Var({x}), {t}.watch(__node)][0]",
            ["with Tape() as t:"],
            "    ",
            ["a = Var(2.0)", "t.watch(a)"],
        ),
    ],
)
def test_a_wrapping_is_written_as_people_write_it(
    wrapping: str, above: list[str], indentation: str, lines: list[str]
) -> None:
    *heading, node = written(wrapping)
    assert heading == [above, indentation]
    assert node_lines("a", node, "2.0") == lines

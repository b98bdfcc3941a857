from __future__ import annotations

import dataclasses
import random

import pytest

from gradbreak.engine import comparing
from gradbreak.engine.recorder import Recorder
from gradbreak.engine.recording import RecordedWrite, Recording
from gradbreak.errors import BadEngine
from tests.gradbreak.engine.sample_engines import (
    ALL_ENGINES,
    CLOSURE_ENGINES,
    ENGINE,
    Checked,
    Plain,
    Recursive,
    Slots,
)

every_engine = pytest.mark.parametrize("engine", ALL_ENGINES)
closure_engine = pytest.mark.parametrize("engine", CLOSURE_ENGINES)


def gradient_writes(recording: Recording) -> list[RecordedWrite]:
    return [write for write in recording.writes if write.is_gradient and write.sweep]


def contributions(recording: Recording) -> list[tuple[int, float, float]]:
    return [(write.node, write.before, write.after) for write in gradient_writes(recording) if write.place.contributes]


def diamond(engine: type) -> tuple[object, ...]:
    a, b = engine(2.0), engine(3.0)
    result = a * b + a
    result.backward()
    return a, b, result


@closure_engine
def test_every_contribution_is_recorded_with_the_gradient_before_and_after(engine):
    with Recorder(engine, ENGINE) as recorder:
        diamond(engine)
    recorded = contributions(recorder.recording())
    # a and b are the nodes 0 and 1; the product is 2. Plain keeps operands in a set, so its order may vary.
    assert [write for write in recorded if write[0] == 0] == [(0, 0.0, 1.0), (0, 1.0, 4.0)]
    assert [write for write in recorded if write[0] == 1] == [(1, 0.0, 2.0)]
    assert [write for write in recorded if write[0] == 2] == [(2, 0.0, 1.0)]


@every_engine
def test_recording_changes_no_result(engine):
    expected = [(node.data, node.grad) for node in diamond(engine)]
    with Recorder(engine, ENGINE, with_sources=True):
        recorded = [(node.data, node.grad) for node in diamond(engine)]
    assert recorded == expected


@every_engine
def test_the_class_is_as_it_was_after_recording(engine):
    before = dict(vars(engine))
    with Recorder(engine, ENGINE):
        assert dict(vars(engine)) != before
    assert dict(vars(engine)) == before


def test_the_class_is_as_it_was_after_an_exception():
    before = dict(vars(Plain))
    with pytest.raises(ZeroDivisionError), Recorder(Plain, ENGINE):
        Plain(1 / 0)
    assert dict(vars(Plain)) == before


def test_an_inherited_entry_point_is_not_left_on_the_subclass():
    class Special(Plain):
        pass

    with Recorder(Special, ENGINE) as recorder:
        result = Special(2.0)
        result.backward()
    assert recorder.recording().sweeps == 1
    assert "backward" not in vars(Special)
    assert "__setattr__" not in vars(Special)


@every_engine
def test_nested_calls_of_the_entry_point_are_one_sweep(engine):
    with Recorder(engine, ENGINE) as recorder:
        *_, result = diamond(engine)
        result.backward()
    assert recorder.recording().sweeps == 2
    assert {write.sweep for write in gradient_writes(recorder.recording())} == {1, 2}


def test_writes_outside_a_sweep_have_sweep_0():
    with Recorder(Slots, ENGINE) as recorder:
        Slots(2.0).grad = 5.0
        before = len(recorder.recording().writes)
        *_, result = diamond(Slots)
        result.grad = 7.0
    writes = recorder.recording().writes
    assert [write.sweep for write in writes[:before]] == [0, 0, 0]
    assert (writes[-1].after, writes[-1].sweep) == (7.0, 0)


def test_an_attribute_that_was_unset_has_no_content_before():
    with Recorder(Slots, ENGINE) as recorder:
        Slots(2.0)
    first = recorder.recording().writes[0]
    assert (first.is_gradient, first.before, first.after) == (False, None, 2.0)


def test_what_is_no_number_is_recorded_as_its_type():
    with Recorder(Slots, ENGINE) as recorder:
        node = Slots("two")
        node.grad = None
    assert [write.after for write in recorder.recording().writes] == ["str", 0.0, "NoneType"]


def test_the_seed_and_the_reset_are_no_contributions():
    with Recorder(Slots, ENGINE) as recorder:
        *_, result = diamond(Slots)
        result.zero_grad()
    functions = {
        write.place.function
        for write in recorder.recording().writes
        if write.is_gradient and not write.place.contributes
    }
    assert functions == {"__init__", "backward", "zero_grad"}


def test_a_site_is_named_by_operation_and_operand():
    with Recorder(Slots, ENGINE) as recorder:
        diamond(Slots)
    sites = [write.place.site for write in gradient_writes(recorder.recording())]
    assert sites == ["backward", "add.self", "add.other", "mul.self", "mul.other"]


def test_operands_are_told_apart_where_both_are_the_same_node():
    with Recorder(Slots, ENGINE) as recorder:
        x = Slots(3.0)
        (x * x).backward()
    assert [write.place.site for write in gradient_writes(recorder.recording())][1:] == ["mul.self", "mul.other"]


def test_an_engine_defined_within_a_function_is_understood_too():
    class Local(Slots):
        __slots__ = ()

        def __init__(self, data, children=()):
            self.data, self.grad, self._prev, self._backward = data, 0.0, children, None

        def __mul__(self, other):
            out = Local(self.data * other.data, (self, other))

            def _backward():
                self.grad += other.data * out.grad

            out._backward = _backward
            return out

        def backward(self):
            def seed(node):
                node.grad = 1.0

            self.clear()
            seed(self)
            self._backward()

        def clear(self):
            self.grad = 0.0

    with Recorder(Local, ENGINE) as recorder:
        (Local(2.0) * Local(3.0)).backward()
    writes = [write for write in recorder.recording().writes if write.is_gradient]
    assert [write.place.site for write in writes][3:] == ["clear", "backward", "mul.self"]
    assert [write.place.contributes for write in writes] == [False] * 5 + [True]


def test_the_writer_is_who_assigns_and_not_a_setter_between():
    private = dataclasses.replace(ENGINE, gradient="_grad")
    with Recorder(Checked, private) as recorder:
        diamond(Checked)
    assert [write.place.function for write in gradient_writes(recorder.recording())] == [
        "backward",
        *["accumulate"] * 4,
    ]


def test_the_writer_is_who_assigns_and_not_a_subclass_s_setattr():
    class Watched(Slots):
        def __setattr__(self, name, value):
            super().__setattr__(name, value)

    with Recorder(Slots, ENGINE) as recorder:
        Watched(2.0).backward()
    assert [write.place.function for write in gradient_writes(recorder.recording())] == ["backward"]


def test_two_writes_on_one_line_are_told_apart():
    class OneLine(Plain):
        def __add__(self, other):
            out = OneLine(self.data + other.data, (self, other))

            def _backward():
                self.grad, other.grad = self.grad + out.grad, other.grad + out.grad

            out._backward = _backward
            return out

    with Recorder(OneLine, ENGINE) as recorder:
        (OneLine(1.0) + OneLine(2.0)).backward()
    sites = [write.place.operand for write in gradient_writes(recorder.recording()) if write.place.contributes]
    assert sites == ["self", "other"]


def test_an_engine_without_source_text_still_names_its_operands():
    namespace: dict[str, type] = {}
    exec(  # the point: no file behind the code
        "class Typed:\n"
        "    def __init__(self, data):\n"
        "        self.data, self.grad, self._prev, self._backward = data, 0.0, (), None\n"
        "    def double(self):\n"
        "        out = Typed(2 * self.data)\n"
        "        def _backward():\n"
        "            self.grad += 2 * out.grad\n"
        "        out._backward = _backward\n"
        "        return out\n"
        "    def backward(self):\n"
        "        self.grad = 1.0\n"
        "        self._backward()\n",
        namespace,
    )
    with Recorder(namespace["Typed"], ENGINE) as recorder:
        namespace["Typed"](1.0).double().backward()
    assert gradient_writes(recorder.recording())[-1].place.site == "double.self"


@closure_engine
def test_the_source_is_the_node_whose_closure_wrote(engine):
    with Recorder(engine, ENGINE, with_sources=True) as recorder:
        x = engine(2.0)
        y = x * x
        z = x * y  # the same code object as y's closure, with other variables bound
        z.backward()
    named = {recorder.number_of(node): name for node, name in ((x, "x"), (y, "y"), (z, "z"))}
    writes = [
        (named[write.source], named[write.node])
        for write in gradient_writes(recorder.recording())
        if write.place.contributes
    ]
    assert sorted(writes) == [("y", "x"), ("y", "x"), ("z", "x"), ("z", "y")]


def test_closures_made_before_the_recorder_came_contribute_too():
    a = Slots(2.0)
    result = a * a
    with Recorder(Slots, ENGINE) as recorder:
        result.backward()
    assert len(contributions(recorder.recording())) == 2


@pytest.mark.parametrize("engine", [Slots, Checked])
def test_a_closure_called_by_hand_contributes_outside_a_sweep(engine):
    with Recorder(engine, ENGINE) as recorder:
        a = engine(2.0)
        result = a * a
        result.grad = 1.0
        result._backward()
    contributing = [write for write in recorder.recording().writes if write.place.contributes]
    assert [(write.sweep, write.after) for write in contributing] == [(0, 2.0), (0, 4.0)]


def test_an_engine_without_closures_has_no_contributions():
    with Recorder(Recursive, ENGINE) as recorder:
        diamond(Recursive)
    assert contributions(recorder.recording()) == []


def test_two_runs_of_one_program_have_the_same_digest():
    def digest(second: float) -> str:
        with Recorder(Slots, ENGINE) as recorder:
            a, b = Slots(2.0), Slots(second)
            (a * b + a).backward()
        return comparing.digest(recorder.recording())

    assert digest(3.0) == digest(3.0)
    assert digest(3.0) == digest(3)
    assert digest(0.0) == digest(-0.0)
    assert digest(3.0) != digest(3.5)


def test_writes_beyond_the_limit_are_left_out_and_said_to_be():
    with Recorder(Slots, ENGINE, limit=3) as recorder:
        diamond(Slots)
    assert len(recorder.recording().writes) == 3
    assert not recorder.recording().complete


def test_nodes_that_are_gone_do_not_lend_their_number_to_new_ones():
    with Recorder(Slots, ENGINE) as recorder:
        for _ in range(50):
            Slots(random.random())
    assert {write.node for write in recorder.recording().writes} == set(range(50))


def test_a_class_without_the_entry_point_is_named():
    with pytest.raises(BadEngine, match="int has no method backward"):
        Recorder(int, ENGINE)

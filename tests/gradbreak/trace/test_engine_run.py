from __future__ import annotations

import pytest

from gradbreak.trace.engine_run import run
from gradbreak.trace.expression import unparse
from gradbreak.trace.parse import parse
from tests.gradbreak.engine.sample_engines import CLOSURE_ENGINES, ENGINE, Plain, Recursive, Slots


def ran(engine: type, text: str, **inputs: float):
    return run(engine, ENGINE, parse(text, ()), inputs)


@pytest.mark.parametrize("engine", [*CLOSURE_ENGINES, Recursive])
def test_every_engine_finds_the_gradients_of_a_diamond(engine):
    tape = ran(engine, "a*b + a", a=2.0, b=3.0).tape
    assert (tape.gradients, tape.value, tape.error) == ({"a": 4.0, "b": 2.0}, 8.0, "")


@pytest.mark.parametrize("engine", CLOSURE_ENGINES)
def test_every_closure_engine_s_writes_have_their_source(engine):
    writes = ran(engine, "a*b + a", a=2.0, b=3.0).tape.writes
    assert [(write.node, write.source) for write in writes if write.node == "a"] == [("a", "a*b + a"), ("a", "a*b")]


def test_what_the_engine_makes_on_the_way_is_named_by_its_operation():
    nodes = ran(Plain, "a - b", a=2.0, b=3.0).nodes
    assert {node.name: (node.op, set(node.parents)) for node in nodes} == {
        "a": ("", set()),
        "b": ("", set()),
        "-1": ("", set()),
        "mul(b, -1)": ("mul", {"b", "-1"}),
        "a - b": ("add", {"a", "mul(b, -1)"}),
    }


def test_parents_kept_in_a_set_come_in_the_order_of_their_making():
    for _ in range(20):
        assert ran(Plain, "b*a", a=2.0, b=3.0).nodes[-1].parents == ("a", "b")


def test_whether_operands_have_an_order_is_known():
    assert ran(Plain, "b*a", a=2.0, b=3.0).unordered
    assert not ran(Slots, "b*a", a=2.0, b=3.0).unordered


def test_what_fails_is_named_as_a_part_of_the_expression():
    class Fussy(Slots):
        __slots__ = ()

        def __mul__(self, other):
            raise ValueError(f"cannot multiply\n  {object()}")

    found = ran(Fussy, "a + b*a", a=2.0, b=3.0)
    assert found.stopped_at == "b*a"
    assert found.tape.error == "ValueError: cannot multiply <object object at 0x…>"
    assert found.tape.value is None


def test_a_failing_sweep_leaves_the_writes_before_it():
    class Stumbling(Slots):
        __slots__ = ()

        def backward(self):
            self.grad = 1.0
            raise RuntimeError("stumbled")

    found = ran(Stumbling, "a", a=2.0)
    assert found.tape.error == "RuntimeError: stumbled"
    assert [write.after for write in found.tape.writes] == [1.0]
    assert (found.stopped_at, found.tape.value) == ("", 2.0)


def test_what_python_says_of_a_power_too_large_is_said_without_its_number():
    found = ran(Slots, "9**9**9*a", a=2.0)
    assert found.tape.error.startswith("OverflowError: ")
    assert "(" not in found.tape.error
    assert found.stopped_at == "9**9**9"


def test_a_gradient_that_is_no_number_is_left_out():
    class Forgetful(Slots):
        __slots__ = ()

        def __init__(self, data, children=()):
            super().__init__(data, children)
            self.grad = None

    tape = ran(Forgetful, "a", a=2.0).tape
    assert tape.gradients == {"a": 1.0}
    assert ran(Forgetful, "a + b", a=2.0, b=3.0).tape.gradients == {}


def test_a_plain_number_stays_one():
    class Picky(Slots):
        __slots__ = ()

        def __add__(self, other):
            assert type(other) is float
            return Picky(self.data + other)

    assert ran(Picky, unparse(parse("a + 2", ())), a=1.0).tape.value == 3.0

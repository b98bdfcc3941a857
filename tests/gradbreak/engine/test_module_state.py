from __future__ import annotations

import itertools
import types
from collections.abc import Callable

import pytest

from gradbreak.engine.module_state import MOST_ELEMENTS, ModuleState

SOURCE = """
import itertools

tape, cache, seen, count, current = [1], {"a": 1}, {1}, 0, None
numbers = itertools.count(5)


class Node:
    made = 0
    nodes = []


class Tape:
    def __init__(self):
        self.operations = []
        self.length = 0


the_tape = Tape()
"""


@pytest.fixture
def module() -> types.ModuleType:
    made = types.ModuleType("with_state")
    exec(SOURCE, vars(made))
    return made


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (lambda m: m.tape.append(2), lambda m: m.tape == [1]),
        (lambda m: setattr(m, "tape", []), lambda m: m.tape == [1]),
        (lambda m: m.cache.update(a=2), lambda m: m.cache == {"a": 1}),
        (lambda m: m.seen.add(2), lambda m: m.seen == {1}),
        (lambda m: setattr(m, "count", 7), lambda m: m.count == 0),
        (lambda m: setattr(m, "current", m.Node()), lambda m: m.current is None),
        (lambda m: next(m.numbers), lambda m: next(m.numbers) == 5),
        (lambda m: setattr(m.Node, "made", 7), lambda m: m.Node.made == 0),
        (lambda m: m.Node.nodes.append(m.Node()), lambda m: m.Node.nodes == []),
        (lambda m: m.the_tape.operations.append(1), lambda m: m.the_tape.operations == []),
        (lambda m: setattr(m.the_tape, "length", 7), lambda m: m.the_tape.length == 0),
    ],
)
def test_what_changed_is_put_back_as_often_as_it_is_asked(
    module, change: Callable[[types.ModuleType], object], read: Callable[[types.ModuleType], bool]
):
    state = ModuleState([module])
    for _ in range(2):
        change(module)
        state.put_back()
        assert read(module)


def test_a_container_stays_the_same_object_because_functions_may_hold_it(module):
    tape, state = module.tape, ModuleState([module])
    module.tape = []
    state.put_back()
    assert module.tape is tape


def test_a_counter_with_a_step_goes_on_in_steps(module):
    module.numbers = itertools.count(5, 2)
    state = ModuleState([module])
    next(module.numbers)
    state.put_back()
    assert [next(module.numbers), next(module.numbers)] == [5, 7]


def test_a_large_container_is_data_and_stays_as_it_is(module):
    module.tape.extend(range(MOST_ELEMENTS))
    state = ModuleState([module])
    module.tape.append(2)
    state.put_back()
    assert module.tape[-1] == 2

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from gradbreak.check.behaviour import Behaviour, Depth, Repeated, Reset
from gradbreak.check.checking import EngineCheck
from gradbreak.check.facts import OperationFacts
from gradbreak.grading.engine_check.isolated import EngineFacts
from gradbreak.grading.engine_check.judging import OTHERS, items_of, levels_of

DEEP = tuple(
    Depth(shape=shape, nodes=nodes, outcome="right") for shape in ("chain", "sum") for nodes in (1_000, 10_000)
)
CHECK = EngineCheck(
    file="e.py",
    node_class="Node",
    gradient="g",
    sweep="out.sweep()",
    operations=("add", "mul", "exp"),
    expressions=9,
    wrong=0,
    differences=(),
    unusable=(),
    explanations=(),
    behaviour=Behaviour(
        same_graph=Repeated.COUNTS_AGAIN, other_graph=Repeated.ADDS_UP, reset=Reset.CLEARS, reset_name="zero"
    ),
    depths=DEEP,
)
RIGHT = EngineFacts(
    check=CHECK,
    operations=tuple(OperationFacts(name=n, value=True, gradient=True, diamond=True) for n in ("add", "mul", "exp")),
    orders=(True, True),
)
NEEDED = ("add", "mul")


def missed(facts: EngineFacts | None, operations=NEEDED) -> dict[str, tuple[str, ...]]:
    return {name: level.missed for name, level in levels_of(facts, operations).named() if level.missed}


def with_check(**changes) -> EngineFacts:
    return msgspec.structs.replace(RIGHT, check=dataclasses.replace(CHECK, **changes))


def test_of_a_right_engine_nothing_is_missed():
    assert missed(RIGHT) == {}


def test_an_operation_that_the_rubric_names_and_the_engine_lacks_is_wrong():
    assert missed(RIGHT, ("add", "tanh")) == dict.fromkeys(("values", "gradients", "diamonds"), ("tanh",))


def test_operations_that_no_rubric_names_are_judged_together():
    wrong = OperationFacts(name="exp", value=True, gradient=True, diamond=False)
    facts = msgspec.structs.replace(RIGHT, operations=(*RIGHT.operations[:2], wrong))
    assert missed(facts) == {"diamonds": (OTHERS,)}


@pytest.mark.parametrize(
    ("depths", "expected"),
    [
        (DEEP[:3], ()),
        ((DEEP[0], Depth(shape="chain", nodes=10_000, outcome="recursion", ends_at=5_000)), ("10,000",)),
        ((Depth(shape="chain", nodes=1_000, outcome="recursion", ends_at=900), *DEEP[2:]), ("1,000", "10,000")),
        ((), ("1,000", "10,000")),
    ],
)
def test_a_depth_is_right_where_every_shape_is(depths, expected):
    assert missed(with_check(depths=depths)).get("depth", ()) == expected


@pytest.mark.parametrize(
    ("repeated", "is_right"),
    [(Repeated.ADDS_UP, True), (Repeated.STARTS_ANEW, True), (Repeated.DIFFERS, False), (Repeated.REFUSES, False)],
)
def test_two_sweeps_must_treat_all_inputs_alike(repeated, is_right):
    behaviour = dataclasses.replace(CHECK.behaviour, other_graph=repeated)
    assert ("two_sweeps" not in missed(with_check(behaviour=behaviour))) == is_right


def test_a_reset_that_forgets_is_none():
    behaviour = dataclasses.replace(CHECK.behaviour, reset=Reset.FORGETS)
    assert missed(with_check(behaviour=behaviour)) == {"zero_grad": ("zero_grad",)}


def test_of_an_engine_that_could_not_be_checked_nothing_is_right():
    levels = levels_of(None, NEEDED)
    assert all(level.caught == 0 < level.total for _, level in levels.named())
    assert {name: level.missed for name, level in levels.named()} == items_of(NEEDED)

from __future__ import annotations

import pytest

from gradbreak.engine.shape import EngineShape
from gradbreak.grading.hinting import skeleton_of, with_hints
from gradbreak.grading.model import Level, Levels, NextTest
from tests.gradbreak.grading.sample_grades import redacted_linear_only

SHAPE = EngineShape(
    file="e.py",
    node_class="Var",
    value="val",
    gradient="",
    closure="",
    parents="",
    entry_point="gradients",
    reset="",
    operations={"mul": "mul"},
)
SOURCE = (
    "from e import *\n\n\ndef test_it():\n    a = Var(2.0)\n    out = mul(a, a)\n    assert g(out) == approx(4.0)\n"
)
SUITE = (NextTest(title="it", catches=("canonical", "mul.x"), source=SOURCE),)
MISSED = Level(caught=0, total=1, missed=("canonical",))
NOTHING = Level(caught=0, total=0, missed=())
LEVELS = Levels(canonical=MISSED, ops=NOTHING, sites=NOTHING, order_proof=NOTHING)


def hint(step: int, suite=SUITE):
    return with_hints(redacted_linear_only(), LEVELS, SHAPE, step=step, most=3, language="en", suite=suite)


@pytest.mark.parametrize(("step", "source"), [(1, ""), (2, skeleton_of(SOURCE)), (3, SOURCE)])
def test_the_test_of_a_made_suite_is_shown_step_by_step(step, source):
    (shown,) = hint(step).hints
    assert (shown.name, shown.source) == ("canonical", source)
    assert shown.idea.startswith("Use one variable twice")


def test_a_skeleton_has_neither_the_expression_nor_the_number():
    assert skeleton_of(SOURCE).endswith("    out = ...\n    assert g(out) == ...\n")


def test_without_a_step_the_first_one_is_offered():
    shown = hint(0)
    assert (shown.hints, shown.next_step) == ((), 1)


def test_where_nothing_is_missed_no_hint_is_offered():
    assert hint(0, suite=()).next_step is None

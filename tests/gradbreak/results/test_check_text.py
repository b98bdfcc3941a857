from __future__ import annotations

import dataclasses

import pytest

from gradbreak.check.behaviour import Behaviour, Depth, Repeated, Reset
from gradbreak.check.checking import EngineCheck, Note, NoteKind
from gradbreak.check.fault_explanation import FaultExplanation
from gradbreak.check.repair import RepairKind
from gradbreak.check.sweep_faults import SweepFault
from gradbreak.check.trials import Difference
from gradbreak.results.check_text import check_lines, name_of_sentence
from gradbreak.texts.check import DepthWords, FaultWords, NoteWords, RepeatedWords, ResetWords

ASSIGNS = FaultExplanation(
    kind="assigns",
    operation="mul",
    slot="self.grad",
    operand="left",
    file="value.py",
    line=31,
    last_line=31,
    statement="self.grad = g",
    instead="self.grad += g",
    is_verified=True,
)
RIGHT = EngineCheck(
    file="value.py",
    node_class="Value",
    gradient="grad",
    sweep="out.backward()",
    operations=("add", "mul"),
    expressions=40,
    wrong=0,
    differences=(),
    unusable=(),
    explanations=(),
    behaviour=Behaviour(
        same_graph=Repeated.ADDS_UP, other_graph=Repeated.ADDS_UP, reset=Reset.CLEARS, reset_name="zero_grad"
    ),
)
WRONG = dataclasses.replace(
    RIGHT,
    wrong=2,
    differences=(
        Difference(
            expression="a*a", inputs={"a": 2.0}, of="a", expected=4.0, actual=2.0, error="", basis="dual numbers"
        ),
    ),
    explanations=(ASSIGNS,),
)


def text(check: EngineCheck) -> str:
    return "\n".join(check_lines(check, "en"))


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (NoteWords, [each.name.lower() for each in NoteKind]),
        (RepeatedWords, [each.name.lower() for each in Repeated]),
        (ResetWords, [each.name.lower() for each in Reset]),
        (DepthWords, ["right", "wrong", "recursion", "slow", "raised", "ended"]),
        (
            FaultWords,
            [
                *(name_of_sentence(each.value) for each in (*RepairKind, *SweepFault)),
                "operation",
                "assigns_everywhere",
            ],
        ),
    ],
)
def test_every_kind_has_its_sentence_and_every_sentence_its_kind(words, kinds):
    assert sorted(words.__struct_fields__) == sorted(kinds)


def test_two_candidates_are_said_as_two():
    other = dataclasses.replace(ASSIGNS, line=32, statement="other.grad = g", operand="right")
    said = text(dataclasses.replace(WRONG, explanations=(dataclasses.replace(ASSIGNS, alternatives=(other,)),)))
    assert "value.py:31" in said
    assert "value.py:32" in said
    assert "it may be either" in said
    assert "With this change every expression is right" not in said


def test_where_only_the_operation_is_known_no_line_is_claimed():
    known = FaultExplanation(kind="operation", operation="tanh", file="value.py", line=40, last_line=49)
    said = text(dataclasses.replace(WRONG, explanations=(known,)))
    assert "value.py:40-49" in said
    assert "No small change of one line makes it right" in said


def test_the_end_of_recursion_is_a_limit_and_no_error():
    deep = dataclasses.replace(RIGHT, depths=(Depth(shape="chain", nodes=1000, outcome="recursion", ends_at=984),))
    assert deep.is_right
    assert "recursion ends at about 984 nodes (a limit, not an error)" in text(deep)


def test_a_process_that_ended_in_a_deep_graph_is_said():
    assert "the process ended in a deep graph" in text(dataclasses.replace(RIGHT, ended_at_depth=True))


def test_what_the_verdict_does_not_cover_stands_beside_it():
    notes = (Note(NoteKind.NO_NUMBERS, "add"), Note(NoteKind.NO_NUMBERS, "mul"), Note(NoteKind.NOT_JUDGED, "dot"))
    said = text(dataclasses.replace(RIGHT, notes=notes))
    assert "plain numbers as operands of add, mul" in said
    assert "dot: there is no rule for it" in said


def test_a_reset_that_forgets_is_wrong():
    behaviour = dataclasses.replace(RIGHT.behaviour, reset=Reset.FORGETS)
    check = dataclasses.replace(RIGHT, behaviour=behaviour)
    assert not check.is_right
    assert "`zero_grad` leaves a gradient that is not 0" in text(check)

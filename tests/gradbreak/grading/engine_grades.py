"""Grades of engines for tests of what is printed: a right one, one whose product assigns, and one that was not read."""

from __future__ import annotations

import dataclasses

import msgspec

from gradbreak.check.facts import OperationFacts
from gradbreak.check.localising import FaultExplanation
from gradbreak.check.trials import Difference
from gradbreak.grading.declarations import EngineRubric
from gradbreak.grading.engine_check.judging import items_of, levels_of
from gradbreak.grading.model import FeedbackPolicy, GradeVerdict, IsolationKind
from gradbreak.grading.model.engine_grade import EngineGrade
from gradbreak.grading.output.redacted_engine import redact_engine
from gradbreak.grading.output.redacted_grade import RedactedGrade
from tests.gradbreak.grading.engine_check.test_judging import CHECK
from tests.gradbreak.grading.engine_check.test_judging import RIGHT as RIGHT_FACTS

RUBRIC = EngineRubric()

_ASSIGNS = FaultExplanation(
    kind="assigns",
    operation="mul",
    slot="self.g",
    operand="left",
    file="e.py",
    line=7,
    last_line=7,
    statement="self.g = other.d * out.g",
    instead="self.g += other.d * out.g",
    is_verified=True,
)

_WRONG_FACTS = msgspec.structs.replace(
    RIGHT_FACTS,
    check=dataclasses.replace(
        CHECK,
        wrong=3,
        differences=(
            Difference(
                expression="a*a",
                inputs={"a": 2.0},
                of="a",
                expected=4.0,
                actual=2.0,
                error="",
                basis="dual numbers",
            ),
        ),
        explanations=(_ASSIGNS,),
    ),
    operations=tuple(
        OperationFacts(name=name, value=True, gradient=True, diamond=name != "mul") for name in ("add", "mul", "exp")
    ),
)


def _grade(submission: str, verdict: GradeVerdict, facts, problem: str = "") -> EngineGrade:
    return EngineGrade(
        submission=submission,
        verdict=verdict,
        levels=levels_of(facts, RUBRIC.engine_operations),
        problem=problem,
        check=facts.check if facts is not None else None,
        left_out=(),
        isolation=IsolationKind.BUBBLEWRAP,
        sha256="0" * 64,
        gradbreak_version="1",
    )


RIGHT = _grade("anna", GradeVerdict.RIGHT, RIGHT_FACTS)
WRONG = _grade("ben", GradeVerdict.WRONG, _WRONG_FACTS)
NOT_GRADABLE = _grade("carl", GradeVerdict.NOT_GRADABLE, None, "importing it raises ValueError")


def redacted(graded: EngineGrade, policy: FeedbackPolicy = FeedbackPolicy.NAMES) -> RedactedGrade:
    """A grade as its author may see it."""
    return redact_engine(graded, items_of(RUBRIC.engine_operations), RUBRIC, policy)

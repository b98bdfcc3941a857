from __future__ import annotations

import pytest
from msgspec import structs

from gradbreak.grading.declarations import EnginePoints, EngineRubric
from gradbreak.grading.engine_check.judging import items_of
from gradbreak.grading.model import FeedbackPolicy, FileProblem
from gradbreak.grading.output.redacted_engine import redact_engine
from gradbreak.grading.output.redacted_grade import RedactedGrade
from tests.gradbreak.grading.engine_grades import NOT_GRADABLE, RIGHT, RUBRIC, WRONG, redacted


def test_each_part_earns_its_share():
    shown = redacted(WRONG)
    assert {each.level: (each.score, each.max_score) for each in shown.points}["diamonds"] == (pytest.approx(26.67), 40)
    assert shown.grade.score == pytest.approx(100 - 40 / 3, abs=0.01)


def test_a_part_without_points_is_not_shown():
    rubric = structs.replace(RUBRIC, engine_points=EnginePoints(depth=0))
    shown = redact_engine(RIGHT, items_of(RUBRIC.engine_operations), rubric, FeedbackPolicy.NAMES)
    assert "depth" not in {each.level for each in shown.points}
    assert shown.grade.score == shown.grade.max_score == 95


def test_points_are_rounded_to_the_step_of_the_rubric():
    rubric = EngineRubric(round_to=0.5)
    shown = redact_engine(WRONG, items_of(rubric.engine_operations), rubric, FeedbackPolicy.NAMES)
    assert shown.grade.score == 86.5


def hidden(shown: RedactedGrade) -> dict[str, bool]:
    return {
        "levels": shown.grade.levels is None,
        "names": all(case.name.isdecimal() for case in shown.cases),
        "check": shown.engine is not None and shown.engine.check is None,
    }


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (FeedbackPolicy.VERDICT, {"levels": True, "names": True, "check": True}),
        (FeedbackPolicy.COUNTS, {"levels": False, "names": True, "check": True}),
        (FeedbackPolicy.NAMES, {"levels": False, "names": False, "check": False}),
        (FeedbackPolicy.EVERYTHING, {"levels": False, "names": False, "check": False}),
    ],
)
def test_a_policy_withholds_what_it_says(policy, expected):
    assert hidden(redacted(WRONG, policy)) == expected


@pytest.mark.parametrize("policy", FeedbackPolicy)
def test_why_an_engine_could_not_be_graded_is_shown_under_every_policy(policy):
    (first, *_) = redacted(NOT_GRADABLE, policy).grade.set_aside or ()
    assert first.reason == "Importing it raises ValueError."


def test_what_a_student_chose_is_made_harmless():
    graded = structs.replace(
        NOT_GRADABLE, problem="\x1b[31mred", left_out=(FileProblem(file="a\x1b.py", message="it is a link"),)
    )
    said = "".join(each.test + each.reason for each in redacted(graded).grade.set_aside or ())
    assert "\x1b" not in said

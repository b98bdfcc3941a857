from __future__ import annotations

import json

import jsonschema
import pytest

from gradbreak.grading.model import FeedbackPolicy
from gradbreak.grading.output.gradescope import gradescope
from gradbreak.grading.output.wording import Wording
from tests.gradbreak.grading.output.schemas import GRADESCOPE
from tests.gradbreak.grading.sample_grades import (
    BROKEN,
    MIDDLING,
    STRONG,
    UNCONTROLLED,
    WEAK,
    redacted,
    redacted_linear_only,
)

ENGLISH = Wording()


def results(*arguments) -> dict:
    return json.loads(gradescope(redacted(*arguments), ENGLISH))


@pytest.mark.parametrize("submission", [STRONG, MIDDLING, WEAK, BROKEN])
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_the_results_are_what_gradescope_takes(submission, policy):
    jsonschema.validate(results(submission, policy), GRADESCOPE)


def test_each_level_is_a_test_with_its_points():
    tests = results()["tests"]
    assert [(test["score"], test["max_score"], test["status"]) for test in tests] == [
        (40, 40, "passed"),
        (20, 30, "failed"),
        (16, 20, "failed"),
        (8, 10, "failed"),
    ]
    assert tests[1]["output"] == "2 of 3 caught; missed: tanh"


def test_levels_that_the_rubric_names_are_tests_whose_points_add_up_to_the_whole():
    whole = json.loads(gradescope(redacted_linear_only(), ENGLISH))
    assert [(test["name"], test["score"], test["max_score"]) for test in whole["tests"][4:]] == [
        ("a gradient with the wrong sign", 5, 5),
        ("each wrong sign", 10, 15),
    ]
    assert whole["score"] == sum(test["score"] for test in whole["tests"])


def test_counts_come_without_names():
    assert results(MIDDLING, FeedbackPolicy.COUNTS)["tests"][1]["output"] == "2 of 3 caught"


def test_the_verdict_alone_is_one_test():
    (test,) = results(WEAK, FeedbackPolicy.VERDICT)["tests"]
    assert (test["name"], test["status"], test["output"]) == ("the break", "failed", "does not catch the break")


def test_without_controls_the_rows_add_up_to_the_most_that_can_be_earned():
    tests = json.loads(gradescope(redacted(UNCONTROLLED), ENGLISH))["tests"]
    assert sum(test["max_score"] for test in tests) == redacted(UNCONTROLLED).grade.max_score == 90
    assert "each site under either order" not in {test["name"] for test in tests}


def test_no_test_is_hidden_as_that_would_hide_the_total():
    assert {test["visibility"] for test in results()["tests"]} == {"visible"}


def test_the_output_is_read_as_text_because_a_test_s_name_may_hold_markup():
    assert {test["output_format"] for test in results()["tests"]} | {results()["output_format"]} == {"text"}


def test_nothing_passes_where_nothing_could_be_graded():
    assert {test["status"] for test in results(BROKEN)["tests"]} == {"failed"}
    assert "SyntaxError" in results(BROKEN)["output"]

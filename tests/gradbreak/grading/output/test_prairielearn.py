from __future__ import annotations

import json

import jsonschema
import pytest
from msgspec import structs

from gradbreak.grading.model import FeedbackPolicy, IgnoredTest
from gradbreak.grading.output.prairielearn import prairielearn
from gradbreak.grading.output.wording import Wording
from tests.gradbreak.grading.output.schemas import PRAIRIELEARN
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, STRONG, WEAK, graded, redacted

ENGLISH = Wording()


@pytest.mark.parametrize("submission", [STRONG, MIDDLING, WEAK, BROKEN])
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_the_results_are_what_prairielearn_takes(submission, policy):
    jsonschema.validate(json.loads(prairielearn(redacted(submission, policy), ENGLISH)), PRAIRIELEARN)


def test_the_score_is_a_share_of_one():
    assert json.loads(prairielearn(redacted(), ENGLISH))["score"] == 0.84


def test_the_score_has_no_digits_that_only_a_division_left():
    shown = redacted()
    shown = structs.replace(shown, grade=structs.replace(shown.grade, score=49.2))
    assert '"score": 0.492,' in prairielearn(shown, ENGLISH)


def test_what_could_not_be_graded_is_a_format_error_without_a_score():
    printed = json.loads(prairielearn(redacted(BROKEN), ENGLISH))
    assert "score" not in printed
    assert printed["format_errors"] == ["test_d.py: SyntaxError: invalid syntax (line 3)"]


def test_what_could_not_be_graded_without_a_reason_is_still_a_format_error():
    printed = json.loads(prairielearn(redacted(graded(gradable=False, set_aside=())), ENGLISH))
    assert printed["format_errors"] == ["could not be graded"]


@pytest.mark.parametrize("gradable", [True, False])
def test_five_thousand_tests_stay_below_a_megabyte(gradable):
    many = tuple(IgnoredTest(test=f"test_{n}" * 100, reason="x" * 9999) for n in range(5000))
    assert len(prairielearn(redacted(graded(set_aside=many, gradable=gradable)), ENGLISH).encode()) < 1_000_000

from __future__ import annotations

import json

import jsonschema
import pytest

from gradbreak.grading.model import FeedbackPolicy
from gradbreak.grading.output.json_text import one_as_json, several_as_json
from tests.gradbreak.grading.output.schemas import GRADE
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, STRONG, WEAK, redacted


@pytest.mark.parametrize("submission", [STRONG, MIDDLING, WEAK, BROKEN])
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_every_grade_fits_the_schema_under_every_policy(submission, policy):
    jsonschema.validate(json.loads(one_as_json(redacted(submission, policy))), GRADE)


def test_the_keys_stand_in_the_order_that_is_documented():
    printed = json.loads(one_as_json(redacted()))
    assert list(printed) == GRADE["required"]
    assert printed["levels"]["ops"] == {"caught": 2, "total": 3, "missed": ["tanh"]}


def test_what_is_kept_back_is_null_and_not_empty():
    printed = json.loads(one_as_json(redacted(policy=FeedbackPolicy.COUNTS)))
    assert printed["levels"]["ops"] == {"caught": 2, "total": 3, "missed": None}
    assert (printed["set_aside"], printed["next_tests"]) == (None, None)


def test_several_are_a_list_in_the_order_given():
    printed = json.loads(several_as_json([redacted(WEAK), redacted(STRONG)]))
    assert [each["submission"] for each in printed] == ["cem", "bo"]


def test_a_list_of_one_is_a_list():
    assert isinstance(json.loads(several_as_json([redacted()])), list)

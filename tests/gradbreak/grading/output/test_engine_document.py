from __future__ import annotations

import json

import jsonschema
import pytest

from gradbreak.grading.model import FeedbackPolicy
from gradbreak.grading.output.engine_document import engine_grades_schema
from gradbreak.grading.output.json_text import one_as_json, several_as_json
from tests.gradbreak.grading.engine_grades import NOT_GRADABLE, RIGHT, WRONG, redacted

SCHEMA = engine_grades_schema()


@pytest.mark.parametrize("policy", FeedbackPolicy)
@pytest.mark.parametrize("graded", [RIGHT, WRONG, NOT_GRADABLE], ids=["right", "wrong", "not gradable"])
def test_every_document_keeps_to_the_schema(graded, policy):
    jsonschema.validate(json.loads(one_as_json(redacted(graded, policy))), SCHEMA)


def test_another_key_is_refused():
    document = json.loads(one_as_json(redacted(RIGHT)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "more": 1}, SCHEMA)


def test_every_key_is_described():
    types = [SCHEMA, *SCHEMA["$defs"].values()]
    assert [
        (kind.get("title"), name)
        for kind in types
        for name, field in kind.get("properties", {}).items()
        if not field.get("description")
    ] == []


def test_a_document_has_the_numbers_and_the_break():
    (document,) = json.loads(several_as_json([redacted(WRONG)]))
    assert document["verdict"] == "wrong"
    assert document["check"]["differences"][0]["expected"] == 4.0
    assert document["check"]["explanations"][0]["kind"] == "assigns"

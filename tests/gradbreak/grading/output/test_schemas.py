from __future__ import annotations

import jsonschema
import pytest

from tests.gradbreak.grading.output.schemas import CLASSROOM, GRADE, GRADESCOPE, PRAIRIELEARN


@pytest.mark.parametrize("schema", [GRADE, GRADESCOPE, PRAIRIELEARN, CLASSROOM])
def test_each_schema_is_one(schema):
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        (GRADESCOPE, {"tests": []}),  # no score anywhere
        (GRADESCOPE, {"score": 1, "visibilty": "visible"}),
        (PRAIRIELEARN, {"gradable": False, "score": 0}),
        (PRAIRIELEARN, {"gradable": True}),
        (PRAIRIELEARN, {"score": 1, "tests": [{"name": "no points"}]}),
        (CLASSROOM, {"version": 1, "status": "pass", "max_score": 1, "tests": [{"name": "too little"}]}),
    ],
)
def test_a_document_that_its_system_would_not_take_is_refused(schema, document):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)

from __future__ import annotations

import json

import jsonschema

from gradbreak.results.write import encode_results
from tests.gradbreak.cli.ending import gradbreak


def test_the_schema_fits_the_results_of_a_run(finished):
    ending = gradbreak("schema")
    schema = json.loads(ending.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(encode_results(finished.results)), schema)

from __future__ import annotations

import json

import jsonschema
import msgspec
import pytest

from gradbreak.results.run_document import run_document, run_schema

SCHEMA = run_schema()


def printed(results) -> dict:
    return json.loads(msgspec.json.encode(run_document(results)))


def test_what_a_run_prints_keeps_to_the_schema(finished, build):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(printed(finished.results), SCHEMA)
    jsonschema.validate(printed(build.results()), SCHEMA)


def test_a_misspelt_key_is_refused(finished):
    document = printed(finished.results)
    document["finding"] = document.pop("findings")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


@pytest.mark.parametrize("name", ["RunDocument", *SCHEMA["$defs"]])
def test_every_key_is_described(name):
    kind = SCHEMA if name == "RunDocument" else SCHEMA["$defs"][name]
    assert kind["description"]
    assert [key for key, field in kind.get("properties", {}).items() if not field["description"]] == []

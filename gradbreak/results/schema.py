"""The JSON Schema of a results file, made from the model and described by its docstrings."""

from __future__ import annotations

import re
from typing import Any

import msgspec

import gradbreak.model
from gradbreak.model import SCHEMA_VERSION, Results
from gradbreak.results.docstrings import description, field_descriptions

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def results_schema() -> dict[str, Any]:
    """What a results file of this version looks like, as a schema in the dialect of 2020-12.

    It is stricter than ``load_results``: it refuses unknown keys, so that a misspelt one is found,
    where the reader passes over what a later release may add.
    """
    _, components = msgspec.json.schema_components([Results], ref_template="#/$defs/{name}")
    definitions = {name: _described(name, schema) for name, schema in components.items()}
    top = definitions.pop(Results.__name__)
    top["properties"]["schema_version"]["const"] = SCHEMA_VERSION
    return {"$schema": DIALECT, **top, "title": "A gradbreak results file", "$defs": definitions}


def _described(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A definition with the words of its class, in the order in which people read."""
    kind = getattr(gradbreak.model, name)
    described = {**schema, "description": _in_json_words(description(kind))}
    if "properties" in schema:
        of_fields = field_descriptions(kind)
        keys = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
        words = {key: of_fields.get(field, "") for key, field in keys}
        described["properties"] = {
            field: {"description": _in_json_words(words.get(field, "")), **of_field}
            for field, of_field in schema["properties"].items()
        }
        described["additionalProperties"] = False
    return described


def _in_json_words(text: str) -> str:
    """A Python docstring's text for a reader who sees only JSON."""
    return re.sub(r"\bNone\b", "null", text.replace("``", "`"))

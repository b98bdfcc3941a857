"""The JSON Schema of a results file, made from the model and described by its docstrings."""

from __future__ import annotations

import inspect
import re
from typing import Any

import msgspec

import gradbreak.model
from gradbreak.model import SCHEMA_VERSION, Reason, Status
from gradbreak.results import document
from gradbreak.results.document import ResultsDocument

_FIELD = re.compile(r"^    (\w+): ", re.MULTILINE)
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def results_schema() -> dict[str, Any]:
    """The JSON schema of a results file of this version.

    It is stricter than ``load_results``: it refuses unknown keys, so that a misspelt one is found. The reader ignores
    them, as a later release may add some.
    """
    _, components = msgspec.json.schema_components([ResultsDocument], ref_template="#/$defs/{name}")
    definitions = {
        name: described_type(getattr(document, name, None) or getattr(gradbreak.model, name), schema)
        for name, schema in components.items()
    }
    for values in (definitions["Status"]["enum"], definitions["Reason"]["enum"]):
        values[:] = [value for value in values if value not in (Status.NOT_REACHED, Reason.UNREACHED)]
    top = definitions.pop(ResultsDocument.__name__)
    top["properties"]["schema_version"]["const"] = SCHEMA_VERSION
    return {"$schema": DIALECT, **top, "title": "A gradbreak results file", "$defs": definitions}


def described_type(kind: type, schema: dict[str, Any]) -> dict[str, Any]:
    """A definition of a schema with the descriptions of its type and fields.

    Args:
        kind: the type.
        schema: what msgspec makes of it.
    """
    described = {**schema, "description": _in_json_words(description(kind))}
    fields = getattr(kind, "__struct_fields__", ())
    if "properties" in schema:
        of_fields = field_descriptions(kind)
        # A field may be encoded under another key.
        names = dict(zip(getattr(kind, "__struct_encode_fields__", ()), fields, strict=True))
        described["properties"] = {
            key: {"description": _in_json_words(of_fields.get(names.get(key, key), "")), **of_field}
            for key, of_field in schema["properties"].items()
        }
        described["additionalProperties"] = False
    if "prefixItems" in schema:
        words = field_descriptions(kind)
        described["prefixItems"] = [
            {"title": field, "description": _in_json_words(words[field]), **of_field}
            for field, of_field in zip(fields, schema["prefixItems"], strict=True)
        ]
        described["maxItems"] = len(schema["prefixItems"])
    return described


def _in_json_words(text: str) -> str:
    """A Python docstring's text for a reader who sees only JSON."""
    return re.sub(r"\bNone\b", "null", text.replace("``", "`"))


def description(kind: type) -> str:
    """The docstring of ``kind`` up to its first section, each paragraph on one line."""
    text, _, _ = (inspect.getdoc(kind) or "").partition("\nAttributes:\n")
    return "\n\n".join(_joined(paragraph) for paragraph in text.strip().split("\n\n"))


def field_descriptions(kind: type) -> dict[str, str]:
    """Field → what the section Attributes of the docstring says of it, or that of a class above."""
    # A docstring parser would be one more dependency of every installation; only our own docstrings are read, and a
    # test checks that every field is found.
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        _, _, section = inspect.cleandoc(each.__doc__ or "").partition("\nAttributes:\n")
        _, *parts = _FIELD.split(section)
        found |= {name: _joined(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}
    return found


def _joined(text: str) -> str:
    return " ".join(text.split())

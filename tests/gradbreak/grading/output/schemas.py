"""The JSON that each system takes, as schemas that refuse any name the system does not know."""

from __future__ import annotations

from typing import Any

STRING = {"type": "string"}
NUMBER = {"type": "number"}
STRINGS = {"type": "array", "items": STRING}


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def listing(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


COUNT = {"type": "integer", "minimum": 0}
LEVEL = closed({"caught": COUNT, "total": COUNT, "missed": nullable(STRINGS)})
GRADE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        {
            "submission": STRING,
            "verdict": {"enum": ["catches", "misses", "not_gradable"]},
            "levels": nullable(closed(dict.fromkeys(("canonical", "ops", "sites", "order_proof"), LEVEL))),
            "score": {"type": "number", "minimum": 0},
            "max_score": {"type": "number", "exclusiveMinimum": 0},
            "tests": nullable(closed({"valid": COUNT, "total": COUNT})),
            "set_aside": nullable(listing(closed({"test": STRING, "reason": STRING}))),
            "next_tests": nullable(
                {**listing(closed({"title": STRING, "catches": STRINGS, "source": STRING})), "maxItems": 3}
            ),
            "isolation": {"enum": ["bubblewrap", "subprocess"]},
            "engine_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "gradbreak_version": STRING,
        }
    ),
}

_VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
_FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
GRADESCOPE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        {},
        {
            "score": NUMBER,
            "execution_time": NUMBER,
            "output": STRING,
            "output_format": _FORMAT,
            "test_output_format": _FORMAT,
            "test_name_format": _FORMAT,
            "visibility": _VISIBILITY,
            "stdout_visibility": _VISIBILITY,
            "extra_data": {"type": "object"},
            "tests": listing(
                closed(
                    {},
                    {
                        "score": NUMBER,
                        "max_score": NUMBER,
                        "status": {"enum": ["passed", "failed"]},
                        "name": STRING,
                        "name_format": _FORMAT,
                        "number": STRING,
                        "output": STRING,
                        "output_format": _FORMAT,
                        "tags": STRINGS,
                        "visibility": _VISIBILITY,
                        "extra_data": {"type": "object"},
                    },
                )
            ),
            "leaderboard": listing(
                closed({"name": STRING, "value": {"type": ["number", "string"]}}, {"order": {"enum": ["asc", "desc"]}})
            ),
        },
    ),
    "anyOf": [
        {"required": ["score"]},
        {"properties": {"tests": {"minItems": 1, "items": {"required": ["score"]}}}, "required": ["tests"]},
    ],
}

PRAIRIELEARN = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        {},
        {
            "gradable": {"type": "boolean"},
            "score": {"type": "number", "minimum": 0, "maximum": 1},
            "format_errors": {"anyOf": [STRING, STRINGS]},
            "message": STRING,
            "output": STRING,
            "images": {"type": "array"},
            "tests": listing(
                closed(
                    {"name": STRING, "points": NUMBER, "max_points": NUMBER},
                    {"description": STRING, "message": STRING, "output": STRING, "images": {"type": "array"}},
                )
            ),
        },
    ),
    "if": {"properties": {"gradable": {"const": False}}, "required": ["gradable"]},
    "then": {"not": {"required": ["score"]}},
    "else": {"required": ["score"]},
}

CLASSROOM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        {
            "version": {"const": 1},
            "status": {"enum": ["pass", "fail", "error"]},
            "max_score": NUMBER,
            "tests": listing(
                closed(
                    {
                        "name": STRING,
                        "status": {"enum": ["pass", "fail", "error"]},
                        "score": NUMBER,
                        "message": STRING,
                        "test_code": STRING,
                        "filename": STRING,
                        "line_no": {"type": "integer"},
                        "duration": NUMBER,
                    }
                )
            ),
        }
    ),
}

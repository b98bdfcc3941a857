"""What ``gradbreak check --format json`` prints, and its JSON Schema."""

from __future__ import annotations

import dataclasses
import enum
from typing import Any

import msgspec
from msgspec import Struct

from gradbreak.check import behaviour, checking, fault_explanation, trials
from gradbreak.check.checking import EngineCheck
from gradbreak.results.schema import DIALECT, described_type

CHECK_SCHEMA_VERSION = 1
"""Of the document; it grows when a key is renamed or removed."""


class EngineVerdict(enum.StrEnum):
    """Whether an engine's numbers are right."""

    RIGHT = "right"
    WRONG = "wrong"


class JudgedEngine(Struct, frozen=True):
    """One engine.

    Attributes:
        verdict: whether its numbers are right.
        check: what was found out about it.
    """

    verdict: EngineVerdict
    check: EngineCheck


class CheckDocument(Struct, frozen=True):
    """The whole document.

    Attributes:
        schema_version: of this document.
        engines: in the order in which they were named.
    """

    schema_version: int
    engines: tuple[JudgedEngine, ...]


def check_document(checks: tuple[EngineCheck, ...]) -> CheckDocument:
    """The document of some checks."""
    return CheckDocument(
        CHECK_SCHEMA_VERSION,
        tuple(JudgedEngine(EngineVerdict.RIGHT if check.is_right else EngineVerdict.WRONG, check) for check in checks),
    )


def check_types() -> dict[str, type]:
    """Every type that a check consists of, by its name."""
    return {
        name: kind
        for module in (behaviour, checking, fault_explanation, trials)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and (dataclasses.is_dataclass(kind) or issubclass(kind, enum.Enum))
    }


def check_schema() -> dict[str, Any]:
    """The JSON Schema of the document, described by the docstrings of its types."""
    kinds = check_types()
    kinds |= {each.__name__: each for each in (EngineVerdict, JudgedEngine, CheckDocument)}
    _, components = msgspec.json.schema_components([CheckDocument], ref_template="#/$defs/{name}")
    definitions = {name: described_type(kinds[name], schema) for name, schema in components.items()}
    top = definitions.pop(CheckDocument.__name__)
    top["properties"]["schema_version"]["const"] = CHECK_SCHEMA_VERSION
    return {"$schema": DIALECT, **top, "title": "What gradbreak check found", "$defs": definitions}

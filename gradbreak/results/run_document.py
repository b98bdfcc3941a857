"""What ``gradbreak run --format json`` prints, and its JSON Schema."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

import gradbreak.model
from gradbreak.analysis.findings import Findings, Shape, SuiteFinding, find
from gradbreak.analysis.kill_counts import KillCounts
from gradbreak.model import BreakSummary, FamilySummary, InvalidMutant, Results, SetAside, SuiteSummary
from gradbreak.results.schema import DIALECT, described_type

RUN_SCHEMA_VERSION = 1
"""Of the document; it grows when a key is renamed or removed."""


class RunDocument(Struct, frozen=True, kw_only=True):
    """What a run found, in counts; ``results.json`` has each verdict.

    Attributes:
        schema_version: of this document.
        families: family id → its mutants, in the order in which a report shows them.
        suites: suite name → what it achieves, in configured order.
        breaks: break id → who notices it.
        findings: about the canonical break and about all mutants.
        set_aside: the tests that count nowhere, because they cannot tell a mutant from the engine.
        invalid: the mutants that are no Python, and count nowhere.
    """

    schema_version: int
    families: dict[str, FamilySummary]
    suites: dict[str, SuiteSummary]
    breaks: dict[str, BreakSummary]
    findings: Findings
    set_aside: tuple[SetAside, ...]
    invalid: tuple[InvalidMutant, ...]


def run_document(results: Results) -> RunDocument:
    """The document of a run."""
    return RunDocument(
        schema_version=RUN_SCHEMA_VERSION,
        families=results.summary.families,
        suites=results.summary.suites,
        breaks=results.summary.breaks,
        findings=find(results),
        set_aside=results.set_aside,
        invalid=results.invalid,
    )


def run_schema() -> dict[str, Any]:
    """The JSON Schema of the document, described by the docstrings of its types."""
    own = {kind.__name__: kind for kind in (RunDocument, Findings, SuiteFinding, Shape, KillCounts)}
    _, components = msgspec.json.schema_components([RunDocument], ref_template="#/$defs/{name}")
    definitions = {
        name: described_type(own.get(name) or getattr(gradbreak.model, name), schema)
        for name, schema in components.items()
    }
    top = definitions.pop(RunDocument.__name__)
    top["properties"]["schema_version"]["const"] = RUN_SCHEMA_VERSION
    return {"$schema": DIALECT, **top, "title": "What gradbreak run found", "$defs": definitions}

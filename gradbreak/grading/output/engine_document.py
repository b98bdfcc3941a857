"""What ``gradbreak check --each --format json`` prints of each engine, and its JSON Schema."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from gradbreak.check.checking import EngineCheck
from gradbreak.grading.model import FileProblem, GradeVerdict, IsolationKind, TestCount
from gradbreak.grading.output.redacted_grade import RedactedGrade, ShownEngineLevels, ShownLevel, ShownLevels
from gradbreak.results.check_document import check_types
from gradbreak.results.schema import DIALECT, described_type

ENGINE_SCHEMA_VERSION = 1
"""Of the document; it grows when a key is renamed or removed."""


class EngineGradeDocument(Struct, frozen=True, kw_only=True):
    """The grade of one engine. What the feedback policy withholds is None.

    Attributes:
        schema_version: of this document.
        submission: its name: that of the file, folder or archive.
        verdict: ``right``, ``wrong`` or ``not_gradable``.
        score: points earned, rounded as the rubric says.
        max_score: what the rubric gives at most.
        levels: what is right, part by part.
        expressions: how many are right, and of how many.
        problem: why it could not be graded; empty where it could.
        left_out: files that were left out, each with the reason; None likewise.
        check: all that was found out about the engine; None where it could not be graded, too.
        isolation: where it ran.
        sha256: of its files, as hexadecimal digits.
        gradbreak_version: of the grader.
    """

    schema_version: int
    submission: str
    verdict: GradeVerdict
    score: float
    max_score: float
    levels: ShownEngineLevels | None
    expressions: TestCount | None
    problem: str
    left_out: tuple[FileProblem, ...] | None
    check: EngineCheck | None
    isolation: IsolationKind
    sha256: str
    gradbreak_version: str


def engine_grade_document(redacted: RedactedGrade) -> EngineGradeDocument:
    """The document of one grade."""
    grade, engine = redacted.grade, redacted.engine
    assert engine is not None  # it is an engine's, and so are its levels
    assert not isinstance(grade.levels, ShownLevels)
    aside = grade.set_aside
    return EngineGradeDocument(
        schema_version=ENGINE_SCHEMA_VERSION,
        submission=grade.submission,
        verdict=grade.verdict,
        score=grade.score,
        max_score=grade.max_score,
        levels=grade.levels,
        expressions=grade.tests,
        problem=engine.problem,
        left_out=None
        if aside is None
        else tuple(FileProblem(file=e.test, message=e.reason) for e in aside[bool(engine.problem) :]),
        check=engine.check,
        isolation=grade.isolation,
        sha256=grade.engine_sha256,
        gradbreak_version=grade.gradbreak_version,
    )


def engine_grades_schema() -> dict[str, Any]:
    """The JSON Schema of one engine's grade, described by the docstrings of its types."""
    own = (EngineGradeDocument, ShownEngineLevels, ShownLevel, FileProblem, TestCount, GradeVerdict, IsolationKind)
    kinds = {**check_types(), **{each.__name__: each for each in own}}
    _, components = msgspec.json.schema_components([EngineGradeDocument], ref_template="#/$defs/{name}")
    definitions = {name: described_type(kinds[name], schema) for name, schema in components.items()}
    top = definitions.pop(EngineGradeDocument.__name__)
    top["properties"]["schema_version"]["const"] = ENGINE_SCHEMA_VERSION
    return {"$schema": DIALECT, **top, "title": "The grade of one engine", "$defs": definitions}

"""``--format json``: an object for one submission, a list for several."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gradbreak.grading.output.engine_document import EngineGradeDocument, engine_grade_document
from gradbreak.grading.output.redacted_grade import RedactedGrade, ShownGrade


def one_as_json(redacted: RedactedGrade) -> str:
    """One grade, indented."""
    return _indented(_document(redacted))


def several_as_json(grades: Sequence[RedactedGrade]) -> str:
    """A list of grades in the order given; of one too."""
    return _indented([_document(redacted) for redacted in grades])


def _document(redacted: RedactedGrade) -> ShownGrade | EngineGradeDocument:
    return redacted.grade if redacted.engine is None else engine_grade_document(redacted)


def _indented(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value).decode(), indent=2) + "\n"

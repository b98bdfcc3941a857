"""``--format json``: an object for one submission, a list for several."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gradbreak.grading.output.redacted_grade import RedactedGrade


def one_as_json(redacted: RedactedGrade) -> str:
    """One grade, indented."""
    return _indented(redacted.grade)


def several_as_json(grades: Sequence[RedactedGrade]) -> str:
    """A list of grades in the order given; of one too."""
    return _indented([redacted.grade for redacted in grades])


def _indented(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value).decode(), indent=2) + "\n"

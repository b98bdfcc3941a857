"""``--format gradescope``: the content of ``/autograder/results/results.json``."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from gradbreak.grading.output.redacted_grade import Points, RedactedGrade
from gradbreak.grading.output.text import plain_text
from gradbreak.grading.output.wording import Wording


class _GradescopeTest(Struct, frozen=True, kw_only=True):
    name: str
    number: str
    score: float
    max_score: float
    status: str
    output: str
    output_format: str = "text"  # a test's name may hold anything, so nothing is read as markup
    visibility: str = "visible"  # a single hidden one would hide the student's total


class _GradescopeResults(Struct, frozen=True, kw_only=True):
    score: float
    output: str
    output_format: str = "text"
    visibility: str = "visible"
    stdout_visibility: str = "hidden"  # of students' code: it could print anything
    extra_data: dict[str, str]
    tests: tuple[_GradescopeTest, ...]


def gradescope(redacted: RedactedGrade, wording: Wording) -> str:
    """An entry for each level, and the whole text as output.

    The score is also given for the whole, so that Gradescope does not add up the rounded points of the levels.
    """
    grade = redacted.grade
    results = _GradescopeResults(
        score=grade.score,
        output=plain_text(redacted, wording),
        extra_data={
            "verdict": grade.verdict.value,
            "isolation": grade.isolation.value,
            "engine_sha256": grade.engine_sha256,
            "gradbreak_version": grade.gradbreak_version,
        },
        tests=tuple(_test(redacted, number, each, wording) for number, each in enumerate(redacted.points, start=1)),
    )
    return msgspec.json.format(msgspec.json.encode(results).decode(), indent=2) + "\n"


def _test(redacted: RedactedGrade, number: int, points: Points, wording: Wording) -> _GradescopeTest:
    return _GradescopeTest(
        name=wording.level(points.level),
        number=str(number),
        score=points.score,
        max_score=points.max_score,
        status="passed" if points.is_full else "failed",
        output=wording.said_of(redacted, points),
    )

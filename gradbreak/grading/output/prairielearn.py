"""``--format prairielearn``: the content of ``/grade/results/results.json``."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import Points, RedactedGrade
from gradbreak.grading.output.text import plain_text
from gradbreak.grading.output.wording import Wording


class _PrairieLearnTest(Struct, frozen=True, kw_only=True):
    name: str
    description: str
    points: float
    max_points: float  # of every test: where one lacks it, no points are shown at all
    message: str


class _PrairieLearnResults(Struct, frozen=True, kw_only=True, omit_defaults=True):
    gradable: bool
    score: float | None = None
    format_errors: tuple[str, ...] = ()
    message: str
    output: str
    tests: tuple[_PrairieLearnTest, ...]


def prairielearn(redacted: RedactedGrade, wording: Wording) -> str:
    """A score from 0 to 1 with an entry for each level. A submission that could not be graded uses up no attempt."""
    grade = redacted.grade
    gradable = grade.verdict is not GradeVerdict.NOT_GRADABLE
    aside = () if gradable else tuple(f"{each.test}: {each.reason}" for each in grade.set_aside or ())
    results = _PrairieLearnResults(
        gradable=gradable,
        score=round(grade.score / grade.max_score, 6) if gradable and grade.max_score else None,
        format_errors=aside[:_MOST_ERRORS] if gradable or aside else (wording.verdict(grade.verdict),),
        message=wording.verdict(grade.verdict),
        output=plain_text(redacted, wording),
        tests=tuple(_test(redacted, each, wording) for each in redacted.points) if gradable else (),
    )
    return msgspec.json.format(msgspec.json.encode(results).decode(), indent=2) + "\n"


_MOST_ERRORS = 50
"""PrairieLearn refuses results of more than a megabyte."""


def _test(redacted: RedactedGrade, points: Points, wording: Wording) -> _PrairieLearnTest:
    return _PrairieLearnTest(
        name=wording.level(points.level),
        description=wording.meaning(points.level),
        points=points.score,
        max_points=points.max_score,
        message=wording.said_of(redacted, points),
    )

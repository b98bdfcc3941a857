"""``--format gradescope``: what belongs into ``/autograder/results/results.json``."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from gradbreak.grading.output.handout import Handout, Points
from gradbreak.grading.output.text import plain_text
from gradbreak.grading.output.wording import LEVELS, is_full, said_of


class _Test(Struct, frozen=True, kw_only=True):
    name: str
    number: str
    score: float
    max_score: float
    status: str
    output: str
    output_format: str = "text"  # a test's name may hold anything, so nothing is read as markup
    visibility: str = "visible"  # a single hidden one would hide the student's total


class _Results(Struct, frozen=True, kw_only=True):
    score: float
    output: str
    output_format: str = "text"
    visibility: str = "visible"
    stdout_visibility: str = "hidden"  # of students' code: it could print anything
    extra_data: dict[str, str]
    tests: tuple[_Test, ...]


def gradescope(handout: Handout) -> str:
    """An entry for each level, and the whole text as output.

    The score stands on top as well: Gradescope then does not add up what the levels were rounded to.
    """
    grade = handout.grade
    results = _Results(
        score=grade.score,
        output=plain_text(handout),
        extra_data={
            "verdict": grade.verdict.value,
            "isolation": grade.isolation.value,
            "engine_sha256": grade.engine_sha256,
            "gradbreak_version": grade.gradbreak_version,
        },
        tests=tuple(_test(handout, number, each) for number, each in enumerate(handout.points, start=1)),
    )
    return msgspec.json.format(msgspec.json.encode(results).decode(), indent=2) + "\n"


def _test(handout: Handout, number: int, points: Points) -> _Test:
    return _Test(
        name=LEVELS[points.level],
        number=str(number),
        score=points.score,
        max_score=points.max_score,
        status="passed" if is_full(handout, points) else "failed",
        output=said_of(handout, points),
    )

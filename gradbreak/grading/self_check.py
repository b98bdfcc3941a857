"""Checks a grader before it grades anybody: one suite must get full marks, and one must miss the break.

A wrong rubric, control or engine would give every submission a wrong grade, and the grades would not show it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.grader import Grader
from gradbreak.grading.model import GradedSubmission, GradeVerdict, Submission, TestCatches
from gradbreak.grading.one_submission import grade_one
from gradbreak.process.cache import cached

FILE = "self-check.json"


def checked(grader: Grader, reference: Submission, must_miss: Submission | None, folder: Path | None) -> Grader:
    """Check a grader, and return it with its reference suite in place.

    Args:
        grader: the grader to check.
        reference: the suite that must get full marks.
        must_miss: the suite that must miss the canonical break; None where there is none.
        folder: caches the result, so that the next command need not check again; None for no cache.

    Raises:
        CouldNotGrade: one of the suites does not get the grade it must get.
    """

    def rows() -> tuple[TestCatches, ...]:
        found = _check_reference(grade_one(grader, reference), reference.name)
        if must_miss is not None:
            _check_must_miss(grade_one(grader, must_miss), must_miss.name)
        return found

    digest = grader.digest(reference, *([must_miss] if must_miss is not None else []))
    kept = cached(folder / FILE if folder else None, digest, tuple[TestCatches, ...], rows)
    return msgspec.structs.replace(grader, reference=reference, reference_rows=kept)


def _check_reference(graded: GradedSubmission, path: str) -> tuple[TestCatches, ...]:
    grade = graded.grade
    for each in grade.set_aside:
        raise CouldNotGrade(
            f"the reference suite {path} must get full marks, but {each.test} does not count: {each.reason[:-1]}",
            "Fix that test, the engine or controls.toml",
        )
    for name, level in grade.levels.named():
        if level.missed:
            raise CouldNotGrade(
                f"the reference suite {path} must get full marks, but it misses {', '.join(level.missed)}"
                f" of the level {name!r}",
                "Add tests to it, or fix breaks.toml and controls.toml",
            )
    return graded.rows


def _check_must_miss(graded: GradedSubmission, path: str) -> None:
    grade = graded.grade
    if grade.verdict == GradeVerdict.MISSES and grade.tests.valid:
        return
    if grade.verdict == GradeVerdict.CATCHES:
        problem = "but it catches it"
    else:
        reason = grade.set_aside[0].reason[:-1] if grade.set_aside else "it has no test"
        problem = f"but none of its tests counts: {reason}"
    raise CouldNotGrade(
        f"the suite {path} must miss the canonical break, {problem}",
        "Name another suite as must_miss in rubric.toml, or fix the engine",
    )

"""The grader grades itself first: a suite that must get full marks, and one that must miss the break.

A rubric, a control or an engine that contradicts itself would give every submission a wrong grade, and
nobody could tell from the grades. So nobody is graded before both suites have got what they must get.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.grader import Grader
from gradbreak.grading.model import GradedSubmission, GradeVerdict, Submission, TestCatches
from gradbreak.grading.one_submission import grade_one

FILE = "self-check.json"


class _CachedCheck(Struct, frozen=True):
    """What is kept of a check that went well.

    Attributes:
        digest: of all that it depends on.
        rows: what each test of the reference suite notices.
    """

    digest: str
    rows: tuple[TestCatches, ...]


def checked(grader: Grader, reference: Submission, must_miss: Submission, folder: Path | None) -> Grader:
    """The grader, fit to grade: with its reference suite in place.

    Args:
        grader: the engines, the rubric and what tests run in.
        reference: the suite that must get full marks.
        must_miss: the suite that must miss the canonical break.
        folder: where the outcome is kept, so that the next command need not check again; None for nowhere.

    Raises:
        CouldNotGrade: one of them does not get what it must.
    """
    digest = grader.digest(reference, must_miss)
    kept = _read(folder / FILE) if folder else None
    if kept is None or kept.digest != digest:
        rows = _check_reference(grade_one(grader, reference), grader.rubric.reference)
        _check_must_miss(grade_one(grader, must_miss), grader.rubric.must_miss)
        kept = _CachedCheck(digest=digest, rows=rows)
        if folder:
            fresh = folder / f"{FILE}.new"
            fresh.write_bytes(msgspec.json.encode(kept))
            fresh.replace(folder / FILE)
    return msgspec.structs.replace(grader, reference=reference, reference_rows=kept.rows)


def _read(path: Path) -> _CachedCheck | None:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=_CachedCheck)
    return None


def _check_reference(graded: GradedSubmission, path: str) -> tuple[TestCatches, ...]:
    grade = graded.grade
    for each in grade.set_aside:
        raise CouldNotGrade(
            f"the reference suite {path} must get full marks, and {each.test} does not count: {each.reason[:-1]}",
            "Correct that test, the engine or controls.toml",
        )
    for name, level in grade.levels.named():
        if level.missed:
            raise CouldNotGrade(
                f"the reference suite {path} must get full marks, and misses {', '.join(level.missed)}"
                f" of the level {name!r}",
                "Add tests to it, or correct breaks.toml and controls.toml",
            )
    return graded.rows


def _check_must_miss(graded: GradedSubmission, path: str) -> None:
    grade = graded.grade
    if grade.verdict == GradeVerdict.MISSES and grade.tests.valid:
        return
    if grade.verdict == GradeVerdict.CATCHES:
        problem = "and catches it"
    else:
        reason = grade.set_aside[0].reason[:-1] if grade.set_aside else "it has none"
        problem = f"and none of its tests counts: {reason}"
    raise CouldNotGrade(
        f"the suite {path} must miss the canonical break, {problem}",
        "Name another suite as must_miss in rubric.toml, or correct the engine",
    )

"""Every hostile sample submission, graded in one batch: none earns a point, and none stops the batch."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from gradbreak.grading.batch import grade_all
from gradbreak.grading.intake import read_submissions, submission_name
from gradbreak.grading.isolation import IsolationLimits
from gradbreak.grading.journal import open_grade_journal
from gradbreak.grading.model import Grade, IsolationKind
from gradbreak.grading.prepare import read, unchecked_grader
from gradbreak.run.lifecycle import available_cores
from tests.gradbreak.sandboxes import bubblewrap_works

STUDENTS = Path(__file__).parents[2] / "students"
SAMPLES = {submission_name(path): path for path in read_submissions(STUDENTS / "hostile")}
EXPECTED = {
    sample["name"]: sample["verdict"]
    for sample in tomllib.loads((STUDENTS / "hostile" / "expected.toml").read_text("utf-8"))["sample"]
}

LIMITS = IsolationLimits(cpu_seconds=0.5, wall_seconds=2.0, memory_mib=256, run_seconds=20.0, tests=30)
"""Tighter than the rubric's, so that the samples that exhaust a limit take no longer than they must."""

HONEST = "lesson_diamond"
"""A submission in the midst of the others, whose grade nothing that they do may change."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not bubblewrap_works(), reason="hostile code is run where bubblewrap shuts it in"),
]


MOST_MIB = 300
"""Of memory that the grader's own process may take, whatever is handed in."""


class Graded(NamedTuple):
    """All samples after one batch.

    Attributes:
        grades: name → grade.
        peak_mib: the most memory that this process had while it graded, in MiB: pytest's own is part of it.
    """

    grades: dict[str, Grade]
    peak_mib: float


@pytest.fixture(scope="module")
def graded(engines, grading, tmp_path_factory) -> Graded:
    Path("/proc/self/clear_refs").write_text("5")  # the kernel forgets the peak of what ran before
    grader = unchecked_grader(engines, msgspec.structs.replace(grading.rubric, limits=LIMITS), IsolationKind.BUBBLEWRAP)
    paths = list(SAMPLES.values())
    paths.insert(len(paths) // 2, STUDENTS / "honest" / HONEST)
    with open_grade_journal(tmp_path_factory.mktemp("journal")) as journal:
        results = grade_all(
            grader, [functools.partial(read, grader, path) for path in paths], journal, jobs=available_cores()
        )
        grades = {each.grade.submission: each.grade for each in results}
    status = Path("/proc/self/status").read_text()
    (peak,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return Graded(grades, int(peak) / 1024)


@pytest.fixture(scope="module")
def grades(graded) -> dict[str, Grade]:
    return graded.grades


def test_the_process_of_the_grader_stays_small_whatever_is_handed_in(graded):
    assert graded.peak_mib < MOST_MIB


def test_every_sample_has_a_row(grades):
    assert set(grades) == {*SAMPLES, HONEST}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gets_the_expected_verdict_and_no_point(name, grades):
    grade = grades[name]
    caught = sum(level.caught for _, level in grade.levels.named())
    # What was set aside, and why, comes with a failure: it may be seen on a busy machine alone.
    assert (grade.verdict, caught) == (EXPECTED[name], 0), grade.set_aside
    assert all(level.caught == 0 for _, level in grade.levels.named())


@pytest.mark.parametrize("name", [name for name, verdict in EXPECTED.items() if verdict == "not_gradable"])
def test_a_sample_that_cannot_be_graded_is_told_why(name, grades):
    assert grades[name].set_aside
    assert all(each.reason.endswith(".") for each in grades[name].set_aside)


def test_a_test_that_looks_at_the_bytecode_is_told_what_it_must_not_depend_on(grades):
    (aside,) = grades["looks_at_the_bytecode"].set_aside
    assert "in place or not" in aside.reason


def test_an_honest_submission_among_them_has_the_grade_it_always_has(grades):
    assert [level.caught for _, level in grades[HONEST].levels.named()] == [1, 2, 2, 0]

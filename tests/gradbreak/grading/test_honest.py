"""Every honest sample submission, graded in the real sandbox, gets what ``expected.toml`` says."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.batch import grade_all
from gradbreak.grading.engines import make_engines
from gradbreak.grading.grader import Grader
from gradbreak.grading.intake import read_submission
from gradbreak.grading.isolation import choose_isolation
from gradbreak.grading.journal import open_grade_journal
from gradbreak.grading.model import GradedSubmission
from gradbreak.grading.one_submission import grade_one
from gradbreak.grading.prepare import prepare, read, unchecked_grader
from gradbreak.grading.self_check import checked
from gradbreak.results.read import load_results
from gradbreak.run.lifecycle import available_cores
from tests.gradbreak.runs_of_suites import killed_in

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "students" / "honest"
EXPECTED: dict[str, dict[str, Any]] = {
    entry["name"]: entry for entry in tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))["submission"]
}

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("isolation")]


@pytest.fixture(scope="module")
def grader(config, tmp_path_factory) -> Grader:
    return prepare(config, tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def grades(grader, tmp_path_factory) -> dict[str, GradedSubmission]:
    readers = [functools.partial(read, grader, FOLDER / name) for name in EXPECTED]
    with open_grade_journal(tmp_path_factory.mktemp("journal")) as journal:
        return {
            graded.grade.submission: graded for graded in grade_all(grader, readers, journal, jobs=available_cores())
        }


def test_every_submission_has_an_expected_grade():
    assert sorted(EXPECTED) == sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name[0] != ".")
    assert len(EXPECTED) >= 10


def test_the_grades_come_in_the_order_of_the_submissions(grades):
    assert list(grades) == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_submission_gets_what_is_expected(name, grades):
    grade, expected = grades[name].grade, EXPECTED[name]
    assert grade.verdict == expected["verdict"]
    assert [level.caught for _, level in grade.levels.named()] == expected["caught"]
    assert [level.total for _, level in grade.levels.named()] == [1, 11, 16, 16]
    assert (grade.tests.valid, grade.tests.total) == (expected["valid"], expected["total"])
    assert [each.test.partition("::")[2] for each in grade.set_aside] == expected.get("set_aside", [])


def test_the_sites_that_the_lessons_diamond_misses_are_named(grades):
    assert list(grades["lesson_diamond"].grade.levels.sites.missed) == EXPECTED["lesson_diamond"]["missed_sites"]


def test_a_weak_submission_is_told_three_tests_that_would_help(grades):
    suggested = grades["lesson_diamond"].grade.next_tests
    assert len(suggested) == 3
    for each in suggested:
        assert each.catches
        compile(each.source, each.title, "exec")


def test_a_submission_with_full_marks_is_told_nothing(grades):
    assert grades["both_orders"].grade.next_tests == ()
    assert [name for name, level in grades["both_orders"].grade.levels.named() if level.missed] == []


def test_tests_that_are_set_aside_are_told_what_they_must_not_depend_on(grades):
    reasons = [each.reason for each in grades["over_specified"].grade.set_aside]
    assert all(reason.startswith("It is over-specified: it depends on") for reason in reasons)


def test_on_one_processor_in_another_order_the_grades_are_the_same_to_the_byte(grader, grades, tmp_path):
    some = ["unittest_style", "over_specified", "lesson_diamond"]
    readers = [functools.partial(read, grader, FOLDER / name) for name in some]
    with open_grade_journal(tmp_path) as journal:
        assert list(grade_all(grader, readers, journal, jobs=1)) == [grades[name] for name in some]


@pytest.mark.parametrize("left_out", ["reversed(parent._parents[:-1])", "reversed(parent._parents[1:])"])
def test_a_control_that_leaves_an_operand_out_of_the_sweep_is_refused(left_out, config, grading, mutants):
    controls = []
    for control in grading.controls:
        edits = [
            msgspec.structs.replace(edit, replace=left_out) if edit.find == "iter(parent._parents)" else edit
            for edit in control.edits
        ]
        controls.append(msgspec.structs.replace(control, edits=tuple(edits)))
    assert tuple(controls) != grading.controls
    wrong = msgspec.structs.replace(grading, controls=tuple(controls))
    kind = choose_isolation(None)
    unfit = unchecked_grader(make_engines(config, wrong, mutants), grading.rubric, kind)
    paths = (grading.rubric.reference, grading.rubric.must_miss)
    reference, must_miss = (read_submission(config.root / path, config.engine.files, path) for path in paths)
    with pytest.raises(CouldNotGrade, match="does not count: It is over-specified"):
        checked(unfit, reference, must_miss, None)


@pytest.mark.parametrize("suite", ["forward", "linear", "gradcheck", "diamond", "training"])
def test_a_suite_of_the_project_catches_what_a_run_says_that_it_kills(suite, grader):
    # The page of the playground is held to the same run, so that all three agree.
    results = load_results(ROOT / "reports/example/results.json")
    killed = killed_in(results, f"tests/suites/{suite}")
    levels = grade_one(grader, read(grader, ROOT / "tests/suites" / suite)).grade.levels
    names = {engine.name for engine in grader.engines.broken if engine.level in ("canonical", "ops", "sites")}
    missed = {*levels.canonical.missed, *levels.ops.missed, *levels.sites.missed}
    assert names - missed == killed
    assert killed <= names

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.level_points import LevelScores, score_levels
from gradbreak.grading.declarations import LevelPoints
from gradbreak.grading.judge import judge, levels_of
from gradbreak.grading.model import FileProblem, GradedSubmission, IsolationKind, TestCatches
from gradbreak.grading.rounds import NO_TEST, Evidence
from tests.gradbreak.grading.pretended import CANONICAL, ENGINES, OP, OTHER, POINTS, SELF, pretended

IDS = [engine.id for engine in ENGINES.broken]
A, B = "test_it.py::test_a", "test_it.py::test_b"


def judged(evidence: Evidence, left_out: tuple[FileProblem, ...] = ()) -> GradedSubmission:
    submission = msgspec.structs.replace(pretended("s", {}), left_out=left_out)
    return judge(submission, evidence, ENGINES, (), IsolationKind.SUBPROCESS)


def scored(caught, broken=ENGINES.broken, points: LevelPoints = POINTS) -> LevelScores:
    return score_levels(levels_of(broken, frozenset(caught)).named(), points.worth)


# -- the verdict ---------------------------------------------------------------------------------


def test_a_submission_that_catches_the_canonical_break_catches():
    assert judged(Evidence(tests=(A,), caught=frozenset({CANONICAL}))).grade.verdict == "catches"


def test_a_submission_that_catches_everything_else_misses():
    assert judged(Evidence(tests=(A,), caught=frozenset(IDS) - {CANONICAL})).grade.verdict == "misses"


def test_a_submission_whose_tests_all_are_set_aside_misses():
    assert judged(Evidence(tests=(A,), set_aside={A: "It fails."})).grade.verdict == "misses"


def test_a_submission_with_an_obstacle_cannot_be_graded_and_says_why():
    grade = judged(Evidence(obstacle="no Python file is in it")).grade
    assert grade.verdict == "not_gradable"
    assert [(each.test, each.reason) for each in grade.set_aside] == [("s", "No Python file is in it.")]


def test_why_a_file_could_not_be_read_comes_before_that_no_test_was_found():
    left_out = (FileProblem(file="node_modules/", message="passed over"), FileProblem(file="a.py", message="micrograd"))
    evidence = Evidence(obstacle=NO_TEST, problems=(FileProblem(file="a.py", message="ModuleNotFoundError"),))
    found = judged(evidence, left_out).grade.set_aside
    assert [each.reason for each in found] == ["Micrograd.", "No test was found.", "Passed over."]


# -- levels and points ---------------------------------------------------------------------------


def test_every_level_counts_what_is_caught_and_names_what_is_missed():
    levels = levels_of(ENGINES.broken, frozenset({CANONICAL, SELF, f"{SELF}:reversed"}))
    assert (levels.canonical.caught, levels.canonical.missed) == (1, ())
    assert (levels.ops.caught, levels.ops.missed) == (0, ("add",))
    assert (levels.sites.caught, levels.sites.missed) == (1, ("add.other",))
    assert (levels.order_proof.caught, levels.order_proof.total) == (1, 2)


@pytest.mark.parametrize("caught", [{OTHER}, {f"{OTHER}:reversed"}, set()])
def test_a_site_that_is_caught_under_one_order_alone_is_not_order_proof(caught):
    assert levels_of(ENGINES.broken, frozenset(caught)).order_proof.caught == 0


def test_part_of_a_level_gives_part_of_its_points():
    assert scored({CANONICAL, SELF}).score == 40 + 20 / 2


def test_a_level_without_broken_engines_gives_nothing_and_costs_nothing():
    scores = scored({CANONICAL}, [engine for engine in ENGINES.broken if engine.level == "canonical"])
    assert (scores.score, scores.max_score) == (40, 40)


@given(st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_to_catch_more_never_costs_points(some, more):
    assert scored(some).score <= scored(some | more).score


@given(st.sets(st.sampled_from(IDS)))
def test_only_who_catches_everything_gets_all_points(caught):
    scores = scored(caught)
    assert 0 <= scores.score <= scores.max_score
    assert (scores.score == scores.max_score) == (caught == set(IDS))


# -- tests and rows ------------------------------------------------------------------------------


def test_what_does_not_count_is_listed_file_by_file_in_the_order_in_which_it_is_written():
    evidence = Evidence(
        tests=("b.py::test_z", "b.py::test_a", "a.py::test_m"),
        set_aside={"b.py::test_a": "It is skipped.", "a.py::test_m": "It fails.", "b.py::test_z": "It ends."},
        problems=(FileProblem(file="b.py", message="cannot be read"),),
    )
    grade = judged(evidence, left_out=(FileProblem(file="conftest.py", message="it is not loaded"),)).grade
    assert [each.test for each in grade.set_aside] == [
        "a.py::test_m",
        "b.py",
        "b.py::test_z",
        "b.py::test_a",
        "conftest.py",
    ]


def test_tests_that_count_are_counted():
    counted = judged(Evidence(tests=(A, B), set_aside={A: "It is skipped."})).grade.tests
    assert (counted.valid, counted.total) == (1, 2)


def test_each_valid_test_has_a_row_in_the_order_of_the_levels():
    evidence = Evidence(
        tests=(A, B),
        set_aside={A: "It is skipped."},
        caught_by_test={B: frozenset({SELF, CANONICAL, OP})},
        caught=frozenset(),
    )
    assert judged(evidence).rows == (TestCatches(test=B, caught=(CANONICAL, OP, SELF)),)

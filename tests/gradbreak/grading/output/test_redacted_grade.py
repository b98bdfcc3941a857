from __future__ import annotations

import json

import msgspec
import pytest
from msgspec import structs

from gradbreak.grading.model import FeedbackPolicy, IgnoredTest, OwnTest, TestCatches
from gradbreak.grading.output.redacted_grade import Changes, redact, with_changes
from tests.gradbreak.grading.sample_grades import (
    BROKEN,
    ENGINES,
    LINEAR_ONLY,
    MIDDLING,
    OTHER_FAMILIES,
    RUBRIC,
    STRONG,
    graded,
    redacted,
    redacted_linear_only,
)

POLICIES = list(FeedbackPolicy)


def everything_in(policy: FeedbackPolicy) -> str:
    return json.dumps(msgspec.to_builtins(redacted(policy=policy)))


def test_the_verdict_alone_tells_neither_counts_nor_names():
    shown = redacted(policy=FeedbackPolicy.VERDICT)
    assert (shown.grade.levels, shown.grade.tests, shown.grade.set_aside, shown.grade.next_tests) == (None,) * 4
    assert [(case.level, case.name, case.is_caught) for case in shown.cases] == [("canonical", "1", True)]
    assert [points.level for points in shown.points] == ["verdict"]


@pytest.mark.parametrize("policy", [FeedbackPolicy.VERDICT, FeedbackPolicy.COUNTS])
def test_no_name_is_in_a_redacted_grade_without_names(policy):
    for name in ("tanh", "mul.self", "test_a.py", "test_diamond"):
        assert name not in everything_in(policy)


def test_counts_come_without_the_place_of_what_is_missed():
    first = graded(missed=("add.self",)), graded(missed=("tanh.self",))
    shown = [redact(each, ENGINES, RUBRIC, FeedbackPolicy.COUNTS).cases for each in first]
    assert shown[0] == shown[1]
    assert [case.is_caught for case in shown[0] if case.level == "sites"] == [True] * 4 + [False]


def test_names_come_without_source_and_diffs():
    shown = everything_in(FeedbackPolicy.NAMES)
    assert "tanh.self" in shown
    assert "test_tanh_twice" not in shown
    assert "a.g = out.g" not in shown


def test_everything_has_source_and_diffs():
    shown = everything_in(FeedbackPolicy.EVERYTHING)
    assert "test_tanh_twice" in shown
    assert "a.g = out.g" in shown


@pytest.mark.parametrize("policy", POLICIES)
def test_why_nothing_could_be_graded_is_always_said(policy):
    shown = redacted(BROKEN, policy)
    assert [each.reason for each in shown.grade.set_aside] == ["SyntaxError: invalid syntax (line 3)"]


def test_a_level_s_points_are_its_share_of_what_it_is_worth():
    shown = {each.level: (each.score, each.max_score) for each in redacted().points}
    assert shown == {"canonical": (40, 40), "ops": (20, 30), "sites": (16, 20), "order_proof": (8, 10)}


def test_each_case_knows_the_tests_that_notice_it():
    cases = {(case.level, case.name): case.caught_by for case in redacted().cases}
    assert (cases["sites", "add.self"], cases["sites", "tanh.self"]) == ((0,), ())
    assert redacted().tests[0] == "test_a.py::test_diamond"


def test_a_full_suite_misses_nothing():
    assert all(case.is_caught for case in redacted(STRONG).cases)


def test_what_a_student_s_code_chose_is_made_harmless():
    hostile = "test_x.py::test_\x1b[31m\nred"
    submission = graded("a\nb", tests=(hostile,), set_aside=(IgnoredTest(test=hostile, reason="\x07bell"),))
    shown = redacted(submission)
    assert shown.grade.submission == "a\\x0ab"
    assert shown.tests == ("test_x.py::test_\\x1b[31m\\x0ared",)
    assert shown.grade.set_aside == (IgnoredTest(test=shown.tests[0], reason="\\x07bell"),)


def test_a_level_without_engines_has_no_points_to_show():
    empty = msgspec.structs.replace(MIDDLING.grade.levels.ops, caught=0, total=0, missed=())
    levels = msgspec.structs.replace(MIDDLING.grade.levels, ops=empty)
    grade = msgspec.structs.replace(MIDDLING.grade, levels=levels)
    shown = redacted(msgspec.structs.replace(MIDDLING, grade=grade))
    assert [each.level for each in shown.points] == ["canonical", "sites", "order_proof"]


def test_levels_that_the_rubric_names_have_points_in_the_one_computation():
    shown = redacted_linear_only()
    assert [(each.level, each.score, each.max_score) for each in shown.points[4:]] == [
        ("linear", 5, 5),
        ("sign", 10, 15),
    ]
    assert (shown.grade.score, shown.grade.max_score) == (15, 120)


def test_levels_that_the_rubric_does_not_name_are_no_keys():
    keys = [set(json.loads(msgspec.json.encode(each.grade))["levels"]) for each in (redacted(), redacted_linear_only())]
    assert keys[0] == {"canonical", "ops", "sites", "order_proof"}
    assert keys[1] == keys[0] | {"linear", "sign"}


def test_a_linear_test_that_earns_something_still_catches_no_break():
    row = TestCatches(test="t.py::test_once", caught=("sign-1",))
    own = OwnTest(test="t.py::test_once", line=1, source="def test_once(): ...\n")
    engines = (*ENGINES, structs.replace(ENGINES[-1], id="sign-1", level="sign"))
    (shown,) = redact(structs.replace(LINEAR_ONLY, rows=(row,), own=(own,)), engines, OTHER_FAMILIES, POLICIES[-1]).own
    assert (shown.caught, shown.caught_others) == (0, 1)


def test_what_has_changed_since_the_last_grade_is_named_where_names_are():
    now = graded(missed=("add.self", "tanh"))
    for policy, changes in (
        (FeedbackPolicy.NAMES, Changes(gained=("tanh.self",), lost=("add.self",))),
        (FeedbackPolicy.COUNTS, None),
    ):
        assert with_changes(redacted(now, policy), now, MIDDLING).changes == changes


@pytest.mark.parametrize("previous", [None, BROKEN])
def test_a_first_grade_has_changed_nothing(previous):
    assert with_changes(redacted(), MIDDLING, previous).changes is None

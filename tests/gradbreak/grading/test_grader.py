from __future__ import annotations

import msgspec
import pytest

from gradbreak.grading.declarations import LevelPoints
from gradbreak.grading.grader import Grader
from gradbreak.grading.model import FeedbackPolicy, IsolationKind
from tests.gradbreak.grading.pretended import PretendedSandbox, grader, pretended

ONE = pretended("one", {})


def digest(**changes) -> str:
    return msgspec.structs.replace(grader(PretendedSandbox()), **changes).digest(ONE)


def test_the_digest_is_the_same_for_the_same_grader():
    assert digest() == digest()


def changed(existing: Grader) -> list[dict]:
    engines, rubric = existing.engines, existing.rubric
    other = msgspec.structs.replace(engines.controls[0], text={"engine.py": "another"})
    return [
        {"isolation": IsolationKind.BUBBLEWRAP},
        {"rubric": msgspec.structs.replace(rubric, submission_seconds=1.0)},
        {"rubric": msgspec.structs.replace(rubric, limits=msgspec.structs.replace(rubric.limits, cpu_seconds=0.1))},
        {"engines": msgspec.structs.replace(engines, controls=(other, *engines.controls[1:]))},
        {"engines": msgspec.structs.replace(engines, targets=engines.targets[1:])},
        {"reference": pretended("reference", {})},
    ]


@pytest.mark.parametrize("number", range(6))
def test_the_digest_is_another_when_anything_that_a_grade_depends_on_is(number):
    change = changed(grader(PretendedSandbox()))[number]
    assert digest(**change) != digest()


@pytest.mark.parametrize(
    "change",
    [
        {"feedback": FeedbackPolicy.VERDICT},
        {"points": LevelPoints(canonical=1, ops=2, sites=3, order_proof=4)},
        {"round_to": 0.5},
        {"language": "es"},
    ],
)
def test_what_a_grade_is_worth_and_how_it_is_shown_changes_no_digest(change):
    rubric = grader(PretendedSandbox()).rubric
    assert digest(rubric=msgspec.structs.replace(rubric, **change)) == digest()


def test_two_submissions_have_two_digests():
    existing = grader(PretendedSandbox())
    same_files = msgspec.structs.replace(ONE, name="two")
    other_files = msgspec.structs.replace(ONE, sha256="f" * 64)
    assert len({existing.digest(each) for each in (ONE, same_files, other_files)}) == 3


def test_the_limit_of_a_test_is_the_one_it_meets_first():
    rubric = grader(PretendedSandbox()).rubric
    tight = msgspec.structs.replace(rubric.limits, cpu_seconds=9.0, wall_seconds=3.0)
    assert (
        msgspec.structs.replace(
            grader(PretendedSandbox()), rubric=msgspec.structs.replace(rubric, limits=tight)
        ).test_seconds
        == 3.0
    )

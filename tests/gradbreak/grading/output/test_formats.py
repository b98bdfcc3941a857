from __future__ import annotations

import base64
import re

import pytest

from gradbreak.grading.model import FeedbackPolicy, IgnoredTest
from gradbreak.grading.output.formats import FOR_ONE, Format, FormatOptions, format_grades
from gradbreak.grading.output.text import plain_text
from gradbreak.grading.output.wording import Wording
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, WEAK, graded, redacted

ENGLISH = Wording()

REQUEST = FormatOptions(is_batch=False, column="gradbreak", roster=None, environment={})
SECRETS = {
    FeedbackPolicy.VERDICT: ("tanh", "mul.self", "test_a.py", "test_tanh_twice", "a.g = out.g", "of 5"),
    FeedbackPolicy.COUNTS: ("tanh", "mul.self", "test_a.py", "test_tanh_twice", "a.g = out.g"),
    FeedbackPolicy.NAMES: ("test_tanh_twice", "a.g = out.g"),
    FeedbackPolicy.EVERYTHING: (),
}
"""What a policy keeps back, as it would look."""


def all_of(format_: Format, submission, policy: FeedbackPolicy) -> str:
    """What is printed, with what is encoded in it decoded."""
    shown = redacted(submission, policy)
    text = plain_text(shown, ENGLISH) if format_ is Format.TEXT else format_grades(format_, [shown], REQUEST)
    for encoded in re.findall(r"^result=(.*)$", text, re.MULTILINE):
        text += base64.b64decode(encoded).decode()
    return text


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
@pytest.mark.parametrize("submission", [MIDDLING, WEAK])
def test_no_format_says_more_than_the_policy_lets_it(format_, policy, submission):
    said = all_of(format_, submission, policy)
    assert [secret for secret in SECRETS[policy] if secret in said] == []


@pytest.mark.parametrize("format_", [each for each in Format if each is not Format.CANVAS])
def test_every_format_but_a_bare_column_names_what_is_missed_where_it_may(format_):
    assert "tanh.self" in all_of(format_, MIDDLING, FeedbackPolicy.NAMES).replace("&#46;", ".")


@pytest.mark.parametrize("format_", [each for each in Format if each not in (Format.CANVAS, Format.JUNIT)])
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_why_nothing_could_be_graded_is_in_every_format_with_text(format_, policy):
    assert "SyntaxError" in all_of(format_, BROKEN, policy)


@pytest.mark.parametrize("format_", list(Format))
def test_no_format_lets_a_student_s_control_character_through(format_):
    hostile = "test_x.py::test_\x1b[31m\x00\u202e\ud800"
    said = all_of(
        format_, graded("n\x07", tests=(hostile,), set_aside=(IgnoredTest(test=hostile, reason="\x9b"),)), "names"
    )
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800]", said) == []


@pytest.mark.parametrize("format_", sorted(FOR_ONE))
def test_a_format_for_one_is_format_grades_of_one(format_):
    assert format_grades(format_, [redacted()], REQUEST)


def test_a_batch_of_one_is_a_list():
    request = FormatOptions(is_batch=True, column="", roster=None, environment={})
    assert format_grades(Format.JSON, [redacted()], request).startswith("[")

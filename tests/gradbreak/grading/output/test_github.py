from __future__ import annotations

import base64
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gradbreak.grading.model import FeedbackPolicy, IgnoredTest
from gradbreak.grading.output.github import annotation, github, quoted
from gradbreak.grading.output.wording import Wording
from tests.gradbreak.grading.output.schemas import CLASSROOM
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, STRONG, UNCONTROLLED, WEAK, graded, redacted

ENGLISH = Wording()


def result(*arguments) -> dict:
    name, _, value = github(redacted(*arguments), "token", ENGLISH).output.strip().partition("=")
    assert name == "result"
    return json.loads(base64.b64decode(value, validate=True))


def commands(*arguments) -> list[str]:
    return github(redacted(*arguments), "token", ENGLISH).log.partition("::stop-commands::")[0].splitlines()


@pytest.mark.parametrize("submission", [STRONG, MIDDLING, WEAK, BROKEN])
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_the_result_is_what_classroom_takes(submission, policy):
    jsonschema.validate(result(submission, policy), CLASSROOM)


@pytest.mark.parametrize("submission", [STRONG, MIDDLING, WEAK, BROKEN])
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_classroom_s_table_and_its_notice_agree(submission, policy):
    found = result(submission, policy)
    passed = sum(test["status"] == "pass" for test in found["tests"])
    assert sum(test["score"] for test in found["tests"]) == passed / len(found["tests"]) * found["max_score"]


def test_a_submission_that_misses_something_fails_and_a_full_one_passes():
    assert [result(each)["status"] for each in (STRONG, MIDDLING, BROKEN)] == ["pass", "fail", "error"]


def test_what_is_missed_is_annotated():
    assert "::error title=missed::each single site: tanh.self" in commands()
    assert "::warning file=test_a.py,title=set aside::test_a.py::test_repr: it depends on a label" in commands()


def test_no_kind_of_annotation_has_more_than_github_shows():
    many = tuple(IgnoredTest(test=f"test_{n}.py", reason="no") for n in range(30))
    lines = commands(graded(missed=(*WEAK.grade.levels.sites.missed, "canonical"), set_aside=many))
    for kind in ("error", "warning"):
        assert sum(line.startswith(f"::{kind}") for line in lines) <= 10
    assert any("and 22 more" in line for line in lines)


@pytest.mark.parametrize("policy", [FeedbackPolicy.VERDICT, FeedbackPolicy.COUNTS])
def test_nothing_missed_is_annotated_where_names_are_kept_back(policy):
    assert len(commands(MIDDLING, policy)) == 1


def test_a_test_s_name_cannot_begin_a_command():
    hostile = IgnoredTest(test="x\n::set-env name=PATH::evil", reason="::error::boo")
    log = github(redacted(graded(set_aside=(hostile,))), "token", ENGLISH).log
    before, _, quoted = log.partition("::stop-commands::token\n")
    assert quoted.endswith("\n::token::\n")
    assert [line for line in before.splitlines() if not line.startswith(("::error ", "::notice ", "::warning "))] == []


def test_the_summary_shows_a_hostile_name_as_text():
    hostile = IgnoredTest(test="</code><img src=x>|`[a](b)", reason="<script>")
    summary = github(redacted(graded(set_aside=(hostile,))), "token", ENGLISH).summary
    html = MarkdownIt("gfm-like", {"linkify": False}).render(summary)
    assert "&lt;/code&gt;&lt;img src=x&gt;|`[a](b)" in html
    assert "<img" not in html
    assert "<script" not in html


def test_the_summary_has_the_rubric_s_points():
    assert (
        "| each operation's break | 2 of 3 | 20 of 30 | <code>tanh</code> |" in github(redacted(), "t", ENGLISH).summary
    )


def test_the_summary_of_a_thousand_tests_stays_below_a_mebibyte():
    many = tuple(IgnoredTest(test="<" * 9999, reason="x" * 9999) for n in range(1000))
    assert len(github(redacted(graded(set_aside=many)), "t", ENGLISH).summary.encode()) < 1 << 20


def test_a_level_that_has_nothing_to_catch_has_no_row_in_the_summary():
    summary = github(redacted(UNCONTROLLED), "token", ENGLISH).summary
    assert "| each single site |" in summary
    assert "| each site under either order |" not in summary


def test_each_part_is_escaped_for_its_place():
    written = annotation("error", "50 %,\r\na::b", file="a,b:c.py", line="3", title="")
    assert written == "::error file=a%2Cb%3Ac.py,line=3::50 %25,%0D%0Aa::b"


def test_a_command_without_properties_has_no_blank():
    assert annotation("notice", "fine", title="") == "::notice::fine"


@given(st.text(), st.text(min_size=1))
def test_an_annotation_is_one_line(message, title):
    written = annotation("error", message, title=title)
    assert "\n" not in written
    assert "\r" not in written


@given(st.text(), st.text(min_size=1))
def test_an_annotation_can_be_read_back(message, title):
    head, _, data = annotation("error", message, title=title).removeprefix("::error title=").partition("::")

    def unescaped(text: str) -> str:
        for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            text = text.replace(code, character)
        return text

    assert (unescaped(head), unescaped(data)) == (title, message)


def test_between_the_tokens_nothing_is_a_command():
    assert quoted("::error::no\n", "abc") == "::stop-commands::abc\n::error::no\n::abc::\n"

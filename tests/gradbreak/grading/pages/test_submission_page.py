from __future__ import annotations

import re

import pytest
from msgspec import structs

from gradbreak.grading.model import FeedbackPolicy, IgnoredTest
from gradbreak.grading.output.redacted_grade import ShownHint
from gradbreak.grading.pages import submission_page
from gradbreak.grading.pages.submission_page import MOST_COLUMNS
from tests.gradbreak.grading.sample_grades import BROKEN, EXPLAINED, MIDDLING, STRONG, WEAK, graded, redacted


def page(*arguments) -> str:
    return submission_page(redacted(*arguments))


def headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", html)


@pytest.mark.parametrize(
    ("submission", "title"),
    [
        (STRONG, "bo catches the break"),
        (WEAK, "cem does not catch the break"),
        (BROKEN, "dana could not be graded"),
    ],
)
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_the_title_is_the_verdict(submission, title, policy):
    assert f"<title>{title}</title>" in page(submission, policy)


def test_each_policy_adds_sections():
    assert [headings(page(MIDDLING, policy)) for policy in FeedbackPolicy] == [
        ["How this was graded"],
        ["How this was graded"],
        [
            "What your tests catch",
            "Tests that are set aside",
            "What is missed, by operation",
            "How this was graded",
        ],
        [
            "What to write next",
            "What your tests catch",
            "Tests that are set aside",
            "What is missed",
            "How this was graded",
        ],
    ]


def test_each_own_test_is_explained_by_a_sentence():
    html = re.sub(r"</?code>", "`", submission_page(redacted(EXPLAINED, FeedbackPolicy.NAMES)))
    for sentence in (
        "`a` is used more than once: when `mul.other` adds 3, 3 is there already. An engine that replaces it",
        "`b` is used once, so replacing 0 by 2.5 and adding 2.5 to 0 are the same. Use `b` again: `+ b`.",
        "It never runs a backward sweep",
        "A step in between is used more than once: when `mul.other` adds 3, 3 is there already. But nothing here fails",
        "You expected `a.g` to be 9; a correct engine gives 6.0.",
    ):
        assert sentence in html


def test_what_is_wrong_with_the_own_tests_is_the_first_box():
    assert headings(page(EXPLAINED, FeedbackPolicy.NAMES))[:2] == [
        "What is wrong with your own tests",
        "Your tests, one by one",
    ]


def test_a_test_in_the_first_box_is_not_listed_again():
    html = page(EXPLAINED, FeedbackPolicy.NAMES)
    assert "Tests that are set aside" not in headings(html)
    assert html.count("<h3><code>t.py::test_wrong</code></h3>") == 1


def test_what_is_missed_is_folded_under_its_operation():
    html = page(MIDDLING, FeedbackPolicy.NAMES)
    missed = html[html.index("What is missed, by operation</h2>") :]
    assert re.findall(r"<summary><code>(.*?)</code>", missed) == ["tanh"]
    assert "<li><code>tanh.self</code>" in missed


def test_own_tests_are_not_shown_where_names_are_withheld():
    assert "test_once" not in page(EXPLAINED, FeedbackPolicy.COUNTS)


@pytest.mark.parametrize(("submission", "is_success"), [(STRONG, True), (WEAK, False), (BROKEN, False)])
def test_the_verdict_has_the_colour_of_success_where_it_is_one(submission, is_success):
    assert ("class=success" in page(submission)) is is_success


def test_hints_are_on_the_page_as_far_as_they_were_asked_for():
    idea = ShownHint(name="tanh.self", idea="Use `a` again.", source="")
    code = ShownHint(name="tanh.self", idea="Use `a` again.", source="def test_it():\n    assert True\n")
    shown = redacted(MIDDLING, FeedbackPolicy.NAMES)
    pages = [submission_page(structs.replace(shown, hints=(hint,))) for hint in (idea, code)]
    assert ["Use <code>a</code> again." in html for html in pages] == [True, True]
    assert ["class=code" in html for html in pages] == [False, True]
    assert all("Hints" in headings(html) for html in pages)


@pytest.mark.parametrize("policy", [FeedbackPolicy.VERDICT, FeedbackPolicy.COUNTS])
def test_no_name_is_on_a_page_without_names(policy):
    for name in ("tanh", "mul.self", "test_diamond"):
        assert name not in page(MIDDLING, policy)


def test_what_could_not_be_graded_says_why_and_shows_no_matrix():
    html = page(BROKEN)
    assert headings(html) == ["Why it could not be graded", "How this was graded"]
    assert "SyntaxError: invalid syntax (line 3)" in html


def test_the_matrix_has_a_row_for_each_broken_engine_and_a_column_for_each_test():
    html = page()
    body = html[html.index("<section id=matrix") : html.index("<ol class=tests")]
    rows = re.findall(r"<tr><th scope=row>(.*?)(?=<tr|$|<tbody)", body, re.DOTALL)
    assert len(rows) == 14
    assert {row.count("<td class=") for row in rows} == {3}


def test_of_many_tests_those_that_catch_something_keep_their_column():
    tests = ("test_a.py::test_best", *(f"test_a.py::test_idle_{n}" for n in range(60)))
    html = page(graded(tests=tests))
    assert html.count("<abbr") == MOST_COLUMNS
    assert "test_best" in html
    assert f"{len(tests) - MOST_COLUMNS} more tests" in html


def test_a_site_s_change_is_shown_once_though_it_counts_on_two_levels():
    assert page(WEAK).count("<details") == 1  # every engine of the fixture has the same diff


def test_a_student_s_names_are_text():
    hostile = "test_x.py::test_<script>alert(1)</script>"
    html = page(graded("<b>x", tests=(hostile,), set_aside=(IgnoredTest(test=hostile, reason="</main>"),)))
    assert "<script" not in html
    assert "<b>x" not in html
    assert html.count("</main>") == 1


@pytest.mark.parametrize("submission", [STRONG, MIDDLING, WEAK, BROKEN])
def test_a_page_asks_for_nothing_and_runs_nothing(submission):
    html = page(submission)
    assert "<script" not in html
    addresses = re.findall(r"(?:src|href)=\"?([^\"\s>]+)", html)
    assert [each for each in addresses if not each.startswith(("#", "data:"))] == []
    assert "url(" not in html


def test_the_same_grade_gives_the_same_page():
    assert page() == page()


def test_a_page_in_spanish_says_so_and_leaves_no_heading_in_english():
    page = submission_page(redacted(), "es")
    assert "<html lang=es" in page
    assert "Qué detectan tus tests" in page
    assert not re.search(r"<h[12][^>]*>[^<]*\b(the|What|Who|How)\b", page)

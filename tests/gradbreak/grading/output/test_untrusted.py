from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gradbreak.grading.output.untrusted import LONGEST, cell, in_markdown, printable


@given(st.text())
def test_nothing_invisible_is_left(text):
    shown = printable(text)
    assert {unicodedata.category(each) for each in shown}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})


@given(st.text())
def test_whatever_is_left_can_be_encoded(text):
    printable(text).encode("utf-8")


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S")), max_size=LONGEST))
def test_a_text_that_can_be_seen_stays_as_it_is(text):
    assert printable(text) == text


def test_an_escape_sequence_is_shown_instead_of_obeyed():
    assert printable("\x1b[2Jtest\n\u202e\ud800") == "\\x1b[2Jtest\\x0a\\u202e\\ud800"


def test_the_middle_of_a_long_text_is_left_out():
    shown = printable("a" * 400 + "z")
    assert (len(shown), shown[0], shown[-1], "…" in shown) == (LONGEST - 1, "a", "z", True)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_text_for_a_spreadsheet(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["anna", "", "a=1", "7"])
def test_other_cells_stay_as_they_are(text):
    assert cell(text) == text


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_markdown_shows_a_text_as_it_is(text):
    (paragraph,) = MarkdownIt("commonmark").parse(f"x{in_markdown(text)}x")[1:2]
    assert {child.type for child in paragraph.children} == {"text"}
    assert paragraph.children[0].content == f"x{text}x"


@pytest.mark.parametrize("text", ["＝1", "＋1", "－1", "＠x", " =1", "\u3000=1", '"=1', "\u22121"])
def test_a_formula_in_fullwidth_or_behind_blanks_is_text_for_a_spreadsheet(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [("x;=1+1;y", "x;'=1+1;y"), ("x;\t@a", "x;'\t'@a"), ("a\t=1", "a\t'=1"), ("x; ＝1", "x;' ＝1"), ("a,-1", "a,'-1")],
)
def test_a_formula_behind_what_may_separate_cells_is_text_for_a_spreadsheet(text, safe):
    assert cell(text) == safe


@pytest.mark.parametrize("text", ["-", "a-b", "x; y", "a = b", "anna+1@x.org"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert cell(text) == text


def test_joiners_are_letters_of_names():
    assert printable("آزمون\u200cها") == "آزمون\u200cها"

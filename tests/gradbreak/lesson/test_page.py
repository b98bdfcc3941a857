from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from gradbreak.lesson.page import Page, aligned


def page_of(width=80, encoding="utf-8", **options) -> tuple[Page, io.TextIOWrapper]:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return Page(Console(file=file, width=width, highlight=False, **options)), file


def printed(file) -> str:
    file.flush()
    return file.buffer.getvalue().decode(file.encoding)


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12), min_size=1))
def test_a_paragraph_has_all_its_words_and_no_line_is_too_long(words):
    page, file = page_of()
    page.paragraph("\n".join(words))
    assert printed(file).split() == words
    assert max(len(line) for line in printed(file).splitlines()) <= 80


def test_a_wide_terminal_makes_no_wide_paragraphs():
    page, file = page_of(width=200)
    page.paragraph("word " * 100)
    assert max(len(line) for line in printed(file).splitlines()) <= 80


def test_code_is_not_torn_apart():
    page, file = page_of(width=40)
    page.paragraph("The gradient of the expression `(a*b + c)*(a - c)` comes first.")
    assert "`(a*b + c)*(a - c)`" in printed(file)


def test_two_blank_lines_never_follow_each_other():
    page, file = page_of()
    page.blank()
    page.line("one")
    page.blank()
    page.blank()
    page.heading("two")
    assert printed(file) == "one\n\ntwo\n---\n"


def test_columns_are_aligned_left_or_right():
    assert aligned([("name", "n"), ("a", "10"), ("long name", "-6")], right=(1,)) == [
        "name        n",
        "a          10",
        "long name  -6",
    ]


def test_without_a_terminal_there_is_no_colour():
    page, file = page_of()
    page.heading("one")
    page.table([("a", "b"), ("1", "2")], marked=[0])
    assert "\x1b" not in printed(file)


def test_in_a_terminal_a_marked_row_stands_out():
    page, file = page_of(force_terminal=True, color_system="standard")
    page.table([("a", "b"), ("1", "2"), ("3", "4")], marked=[1])
    plain, marked = printed(file).splitlines()[1:]
    assert (plain, "\x1b[1;31m" in marked) == ("  1  2", True)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "¿Y si fuera `=`? 10 → −6, expresión"), ("ascii", "Y si fuera `=`? 10 -> -6, expresion")],
)
def test_a_poorer_alphabet_gets_letters_and_not_question_marks(encoding, shown):
    page, file = page_of(encoding=encoding)
    page.line("¿Y si fuera `=`? 10 → −6, expresión")
    assert printed(file) == f"{shown}\n"

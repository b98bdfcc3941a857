from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.output.github_commands import annotation, quoted


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

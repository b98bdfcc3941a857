from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.sentences import sentence, stable


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("<f at 0x7f3a5c0b1d30>", "<f at 0x…>"),
        ("assert 0xff == 1", "assert 0xff == 1"),
        ("a\n  b\tc", "a b c"),
        ("a\x1b[31mb", "a [31mb"),
    ],
)
def test_a_message_is_on_one_line_and_has_no_address(message, expected):
    assert stable(message) == expected


@pytest.mark.parametrize(("message", "expected"), [("it is late", "It is late."), ("Done.", "Done."), ("why?", "Why?")])
def test_a_sentence_begins_large_and_ends_with_a_mark(message, expected):
    assert sentence(message) == expected


@given(st.text())
def test_a_stable_message_is_printable_and_stays_as_it_is(message):
    assert stable(message).isprintable()
    assert stable(stable(message)) == stable(message)

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.text import Text

from gradbreak.texts.printing import in_letters_of, print_lines


@pytest.mark.parametrize(
    ("text", "ascii_"), [("10 → −6", "10 -> -6"), ("¿Qué término?", "Que termino?"), ("a…b", "a...b"), ("漢", "?")]
)
def test_a_plain_terminal_gets_plain_letters(text, ascii_):
    assert in_letters_of("ascii", text) == ascii_


def test_a_terminal_that_has_the_letters_gets_them():
    assert in_letters_of("utf-8", "¿10 → −6?") == "¿10 → −6?"


def test_a_long_line_is_not_wrapped():
    stream = io.StringIO()
    print_lines([Text("word " * 30)], Console(file=stream, width=40))
    assert stream.getvalue() == "word " * 30 + "\n"

from __future__ import annotations

import io

import pytest
from rich.console import Console

from gradbreak.lesson.dialogue import Dialogue
from gradbreak.lesson.page import Page
from gradbreak.texts.catalogue import load
from gradbreak.texts.lesson import LessonTexts


@pytest.fixture
def asked():
    """Ask for a whole number, and return the answer and what the page shows."""

    def ask(*typed: str | None, sample: str = "7", nobody: bool = False):
        file = io.StringIO()
        lines = iter(typed)
        read_line = None if nobody else lambda prompt: next(lines)
        answer = Dialogue(Page(Console(file=file, width=80)), load(LessonTexts, "en"), read_line).ask(sample, int)
        assert list(lines) == [], "not everything was read"
        return answer, file.getvalue()

    return ask


def test_an_answer_is_read(asked):
    assert asked("4") == (4, "")


def test_what_cannot_be_read_is_asked_again(asked):
    answer, shown = asked("four", "4")
    assert answer == 4
    assert "invalid literal for int() with base 10: 'four'" in shown


@pytest.mark.parametrize("typed", ["", "  ", None])
def test_nothing_skips_the_question(asked, typed):
    assert asked(typed)[0] is None


def test_where_nobody_is_asked_the_sample_is_shown_and_used(asked):
    assert asked(nobody=True) == (7, "> 7   (a sample answer)\n\n")

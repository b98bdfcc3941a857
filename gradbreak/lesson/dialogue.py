"""Asks the learner, or shows sample answers if nobody can be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gradbreak.lesson.page import Page
from gradbreak.texts.lesson import LessonTexts

T = TypeVar("T")

PROMPT = "> "


class Dialogue:
    """Puts questions.

    Args:
        page: where they appear.
        messages: the language.
        read_line: shows a prompt and returns what was typed, or None where there is no more to come; None instead
            of a function means that sample answers are shown.
    """

    def __init__(self, page: Page, messages: LessonTexts, read_line: Callable[[str], str | None] | None) -> None:
        self._page = page
        self._messages = messages
        self._read_line = read_line

    def ask(self, sample: str, read: Callable[[str], T]) -> T | None:
        """Asks for the answer to the question on the page.

        Args:
            sample: what is shown as an answer where nobody is asked.
            read: makes something of what was typed; its ``ValueError`` is shown, and the question put again.

        Returns:
            What was read; None where the learner skips the question.
        """
        if self._read_line is None:
            self._page.line(f"{PROMPT}{sample}   {self._messages.common.sample}")
            self._page.blank()
            return read(sample)
        while True:
            typed = self._read_line(PROMPT)
            if typed is None or not typed.strip():
                self._page.blank()
                return None
            try:
                answer = read(typed)
            except ValueError as problem:
                self._page.paragraph(str(problem))
            else:
                self._page.blank()
                return answer

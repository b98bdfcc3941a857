"""A page of text in a terminal: headings, paragraphs and tables, at most 80 columns wide."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Sequence

from rich.console import Console
from rich.text import Text

from gradbreak.texts.printing import in_letters_of

WIDEST = 80
"""Columns of a line at most. Longer lines of prose are hard to read, however wide the terminal."""


class Page:
    """Prints to a console; colour only repeats what the words say.

    Args:
        console: where to print.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._is_blank = True
        self.width = min(console.width, WIDEST)

    def heading(self, text: str) -> None:
        """A new part, with a line under its title."""
        self.blank()
        self.line(text, style="bold")
        self.line("-" * len(text), style="dim")

    def paragraph(self, text: str) -> None:
        """Running text, wrapped; line breaks count as blanks."""
        for line in _wrapped(" ".join(text.split()), self.width):
            self.line(line)

    def line(self, text: str, style: str = "") -> None:
        """One line as it is; code between backticks stands out."""
        shown = Text(in_letters_of(self._console.encoding, text), style=style)
        shown.highlight_regex(r"`[^`]*`", "bold cyan")
        self._console.print(shown, soft_wrap=True)
        self._is_blank = False

    def blank(self) -> None:
        """A blank line, unless there is one."""
        if not self._is_blank:
            self._console.print()
        self._is_blank = True

    def table(
        self, rows: Sequence[Sequence[str]], *, right: Collection[int] = (), marked: Collection[int] = ()
    ) -> None:
        """Columns under a row of titles.

        Args:
            rows: the titles, then the rows.
            right: the numbers of the columns that are aligned to the right, counted from 0.
            marked: the numbers of the rows that stand out, counted from 0, the titles not counted.
        """
        for number, line in enumerate(aligned(rows, right=right), start=-1):
            self.line(f"  {line}", style="dim" if number < 0 else "bold red" if number in marked else "")


def aligned(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """Rows as lines in which each column has its place."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _wrapped(text: str, width: int) -> list[str]:
    # Code between backticks is one word, unless it alone is wider than the page.
    held = re.sub(r"`[^`]{1,40}`", lambda code: code[0].replace(" ", "\0"), text)
    return [line.replace("\0", " ") for line in textwrap.wrap(held, width, break_on_hyphens=False)]

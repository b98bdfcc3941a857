"""Printing lines to a terminal, in the letters that it has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from gradbreak.texts.sentences import say

_PLAIN = str.maketrans({"→": "->", "…": "...", "−": "-", "–": "-", "¿": "", "¡": "", "×": "x", "·": "."})


def print_lines(lines: Iterable[Text], console: Console) -> None:
    """Print each line as it is, without wrapping it."""
    for line in lines:
        console.print(Text(in_letters_of(console.encoding, line.plain), style=line.style), soft_wrap=True)


def in_bold(sentence: str, **values: object) -> Text:
    """A sentence with its gaps filled; what stands between ``**`` is bold. A value cannot add markup of its own.

    Args:
        sentence: of a catalogue.
        values: what goes into each gap, by name.
    """
    text = Text()
    for place, piece in enumerate(sentence.split("**")):
        text.append(say(piece, **values), style="bold" if place % 2 else "")
    return text


def in_letters_of(encoding: str, text: str) -> str:
    """A text in what an encoding can say: where it lacks a letter, without accents rather than with question marks."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        bare = "".join(character for character in decomposed if not unicodedata.combining(character))
        return bare.encode(encoding, errors="replace").decode(encoding)
    return text

"""Messages from elsewhere made fit for a grade: the same in every run, on one line, a sentence."""

from __future__ import annotations

import re


def stable(message: str) -> str:
    """A message on one line, without the addresses that differ in every process."""
    printable = "".join(letter if letter.isprintable() else " " for letter in message)
    return re.sub(r"\b0x[0-9a-fA-F]{5,}\b", "0x…", " ".join(printable.split()))


def sentence(message: str) -> str:
    """A stable message that begins and ends as a sentence does."""
    text = stable(message)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")

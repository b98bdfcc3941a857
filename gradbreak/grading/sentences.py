"""Turns exception messages into sentences for a grade: on one line and the same in every run."""

from __future__ import annotations

import re


def stable(message: str) -> str:
    """A message on one line, without memory addresses, which differ in every process."""
    printable = "".join(letter if letter.isprintable() else " " for letter in message)
    return re.sub(r"\b0x[0-9a-fA-F]{5,}\b", "0x…", " ".join(printable.split()))


def sentence(message: str) -> str:
    """A stable message with a capital letter and a full stop."""
    text = stable(message)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")

"""The workflow commands of GitHub Actions: annotations, and text that must not be read as commands."""

from __future__ import annotations

MOST_ANNOTATIONS = 10
"""Of one kind that GitHub shows for a step; the rest would vanish without a word."""


def annotation(kind: str, message: str, **properties: str) -> str:
    """``::error file=…,title=…::message`` with every character escaped that would end a part of it.

    Args:
        kind: error, warning or notice.
        message: of several lines too.
        properties: ``file``, ``line`` and ``title``; an empty one is left out.
    """
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{kind}{' ' if given else ''}{given}::{_data(message)}"


def quoted(text: str, token: str) -> str:
    """Text that is printed as it is, commands in it included.

    Args:
        text: what to print.
        token: what ends it; nobody who wrote any of the text may know it.
    """
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""Sentences with named gaps, ``{name}``."""

from __future__ import annotations

import string


def say(sentence: str, **values: object) -> str:
    """A sentence with its gaps filled.

    Args:
        sentence: of the catalogue.
        values: what goes into each gap, by name.

    Raises:
        KeyError: a gap has no value.
    """
    return sentence.format(**values)


def placeholders(sentence: str) -> frozenset[str]:
    """The names of a sentence's gaps.

    Raises:
        ValueError: a brace is left open.
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)

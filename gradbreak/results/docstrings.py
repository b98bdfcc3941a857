"""What a class's docstring says about it and about each of its fields."""

from __future__ import annotations

import inspect
import re

_FIELD = re.compile(r"^    (\w+): ", re.MULTILINE)


def description(kind: type) -> str:
    """The docstring of ``kind`` up to its first section, each paragraph on one line."""
    text, _, _ = (inspect.getdoc(kind) or "").partition("\nAttributes:\n")
    return "\n\n".join(_joined(paragraph) for paragraph in text.strip().split("\n\n"))


def field_descriptions(kind: type) -> dict[str, str]:
    """Field → what the docstring's section Attributes says of it.

    Our own docstrings are all that is read, and a test sees that every field is found, which leaves a
    few lines to write; a general docstring parser would be one more dependency of every installation.
    """
    _, _, section = (inspect.getdoc(kind) or "").partition("\nAttributes:\n")
    _, *parts = _FIELD.split(section)
    return {name: _joined(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def _joined(text: str) -> str:
    return " ".join(text.split())

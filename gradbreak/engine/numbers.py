"""Numbers as Python text."""

from __future__ import annotations

import re


def number_text(value: float) -> str:
    """The shortest text that gives the number back: ``2`` and not ``2.0``."""
    return re.sub(r"\.0$", "", repr(value))

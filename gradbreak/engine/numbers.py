"""Numbers as Python text."""

from __future__ import annotations

import re


def number_text(value: float) -> str:
    """A number in as few characters as give it back: ``2`` and not ``2.0``."""
    return re.sub(r"\.0$", "", repr(value))

"""Comparing with ``pytest.approx`` once, so that no child is the first to do it."""

from __future__ import annotations

import sys

import pytest


def warm_up_approx() -> None:
    """Compare numbers, sequences and a mapping.

    The first comparison asks whether the types are those of ``collections.abc``. Python remembers the answers, and a
    forked child inherits them; without, each child takes a millisecond, and most children compare something.
    """
    if "numpy" in sys.modules:
        return  # approx asks whatever is called so, and a project may have a numpy.py of its own
    for value in (1.0, 1, [1.0, 2], (1.0, 2), {"one": 1.0}):
        assert value == pytest.approx(value)

"""The states of a cell, each with its letter in class names and data, and with its glyph."""

from __future__ import annotations

import enum


class State(enum.StrEnum):
    """What a cell shows; the value is its letter in class names and in the page's data.

    Listed from the strongest to the weakest statement about a mutant: the state of several tests
    together is the first that any of them has.
    """

    KILLED = "k"
    ERROR = "e"
    TIMEOUT = "t"
    CRASHED = "d"
    UNNOTICED = "p"  # a write differed and no assertion looked
    SURVIVED = "s"  # lived, and why was not measured
    UNCHANGED = "z"  # the mutated code ran and every write was the same
    UNREACHED = "n"
    NO_VERDICT = "x"  # a skipped test, or no record


GLYPHS = {
    State.KILLED: "✓",
    State.ERROR: "!",
    State.TIMEOUT: "∞",
    State.CRASHED: "†",
    State.UNNOTICED: "?",
    State.SURVIVED: "○",
    State.UNCHANGED: "0",
    State.UNREACHED: "–",
    State.NO_VERDICT: "·",
}
"""One character for each state, so that no state is told by colour alone."""

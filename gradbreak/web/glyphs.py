"""The glyph of each state of a cell."""

from __future__ import annotations

from gradbreak.analysis.cell_states import State

GLYPHS = {
    State.KILLED: "✓",
    State.ERROR: "!",
    State.TIMEOUT: "∞",
    State.CRASHED: "†",
    State.DEPENDS_ON_ORDER: "±",
    State.UNNOTICED: "?",
    State.SURVIVED: "○",
    State.UNCHANGED: "0",
    State.UNREACHED: "–",
    State.NO_VERDICT: "·",
}
"""One character for each state: colour alone never tells a state."""

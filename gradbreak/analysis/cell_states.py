"""The state of a cell, and the one order of states that says which of several cells is the strongest."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable, Mapping

from gradbreak.model import Cell, Reason, Status, Test


class State(enum.StrEnum):
    """What one test, or several together, made of a mutant. The value is a letter, for class names and a page's data.

    Listed from the strongest statement about a mutant to the weakest. A survivor without a measured reason stands above
    one that changed nothing: something may have changed, so several tests together must not claim that nothing did.
    """

    KILLED = "k"
    ERROR = "e"
    TIMEOUT = "t"
    CRASHED = "d"
    DEPENDS_ON_ORDER = "o"  # killed under one order of the engine's sets, and not under another
    UNNOTICED = "p"  # a write differed and no assertion looked
    SURVIVED = "s"  # survived, and the reason was not measured
    UNCHANGED = "z"  # the mutated code ran and every write was the same
    UNREACHED = "n"
    NO_VERDICT = "x"  # there is no test


DETECTED_STATES = frozenset({State.KILLED, State.ERROR, State.TIMEOUT, State.CRASHED})
"""The states that count as a kill, as in ``gradbreak.model.DETECTED``."""

REACHED_STATES = DETECTED_STATES | {State.DEPENDS_ON_ORDER, State.UNNOTICED, State.SURVIVED, State.UNCHANGED}
"""The states in which the mutated code ran."""

_BY_STATUS = {
    Status.KILLED: State.KILLED,
    Status.ERROR: State.ERROR,
    Status.TIMEOUT: State.TIMEOUT,
    Status.CRASHED: State.CRASHED,
    Status.SURVIVED: State.SURVIVED,
    Status.NOT_REACHED: State.UNREACHED,
    Status.DEPENDS_ON_ORDER: State.DEPENDS_ON_ORDER,
}
_BY_REASON = {
    Reason.UNREACHED: State.UNREACHED,
    Reason.UNCHANGED: State.UNCHANGED,
    Reason.UNNOTICED: State.UNNOTICED,
}
_RANK = {state: rank for rank, state in enumerate(State)}


def state_of(cell: Cell) -> State:
    """The state of one test on one mutant; a measured reason says more than ``survived``."""
    if cell.status == Status.SURVIVED and cell.reason is not None:
        return _BY_REASON[cell.reason]
    return _BY_STATUS[cell.status]


def strongest_state(states: Iterable[State]) -> State:
    """The state of several tests together, for example of a suite: the strongest that any of them has."""
    return min(states, key=_RANK.__getitem__, default=State.NO_VERDICT)


def known_lengths(tests: Iterable[Test]) -> dict[str, int]:
    """Test id → lines of its function, for ``strongest_cell``."""
    return {test.id: test.lines for test in tests if test.lines is not None}


def strongest_cell(cells: Iterable[Cell], lines: Mapping[str, int]) -> Cell | None:
    """The cell to show as the example: of those with the strongest state, that of the shortest test.

    Args:
        cells: of several tests on one mutant, in the order of the tests.
        lines: test id → its length. Tests of unknown length come last.

    Returns:
        The cell, and of several equally good ones the first; None where no test runs the mutated code.
    """
    reached = [cell for cell in cells if state_of(cell) in REACHED_STATES]
    return min(reached, key=lambda cell: (_RANK[state_of(cell)], lines.get(cell.test, sys.maxsize)), default=None)

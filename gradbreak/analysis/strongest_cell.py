"""Which of several tests says most about a mutant."""

from __future__ import annotations

from collections.abc import Iterable

from gradbreak.model import DETECTED, Cell, Reason, Status

_TELLING = (Status.KILLED, Status.ERROR, Status.TIMEOUT, Status.CRASHED, Reason.UNNOTICED, Reason.UNCHANGED, None)


def strongest_cell(cells: Iterable[Cell]) -> Cell | None:
    """The cell that says most about a mutant: a kill, else a change that nobody noticed, else code that ran.

    Among equals the first counts; None where no test runs the mutated code.
    """
    reached = [cell for cell in cells if cell.reason is not Reason.UNREACHED]
    return min(reached, key=_rank, default=None)


def _rank(cell: Cell) -> int:
    return _TELLING.index(cell.status if cell.status in DETECTED else cell.reason)

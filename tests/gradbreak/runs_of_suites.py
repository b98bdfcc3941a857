"""What a finished run says of a suite, for tests that hold others to it."""

from __future__ import annotations

from gradbreak.model import DETECTED, Results


def killed_in(results: Results, suite: str) -> set[str]:
    """What a run says that a suite kills of the levels: every write at once, each operation's, and each single one."""
    sites = {each.id: each.place for each in results.mutants if each.family == "accumulation"}
    breaks = {each.id: each.id.removeprefix("op:") for each in results.breaks}
    return {
        (sites | breaks)[cell.mutant]
        for cell in (*results.cells, *results.break_cells)
        if cell.mutant in sites | breaks and cell.status in DETECTED and cell.test.startswith(f"{suite}/")
    }

"""Kills of one family, by whether a write of the killing test lands on a gradient that is not 0.

A replaced gradient can show only where there was something to replace; the counts say how far a run agrees.
"""

from __future__ import annotations

from msgspec import Struct

from gradbreak.model import DETECTED, Results


class KillCounts(Struct, frozen=True):
    """Kills of one family, where a kill is a mutant together with a test that kills it.

    Attributes:
        kills: how many kills there are; judged equivalents are not counted.
        within: how many are by tests in which, within one sweep, a write lands on a gradient that another write had
            made non-zero.
        over: how many are by tests in which that happens only over several sweeps without a reset.
    """

    kills: int
    within: int
    over: int

    @property
    def landing(self) -> int:
        """How many kills are by tests in which a write lands on a gradient that is not 0."""
        return self.within + self.over


def count_kills(results: Results, family: str) -> KillCounts | None:
    """Count the kills of a family; None where there are none, or where a killing test was not measured.

    Args:
        results: the run.
        family: the id of the family.
    """
    mutants = {mutant.id for mutant in results.mutants if mutant.family == family and mutant.equivalent is None}
    tests = {test.id: test for test in results.tests}
    killing = [tests[cell.test] for cell in results.cells if cell.mutant in mutants and cell.status in DETECTED]
    if not killing or any(test.lands_on_nonzero is None or test.over_sweeps is None for test in killing):
        return None
    within = sum(bool(test.lands_on_nonzero) for test in killing)
    over = sum(bool(test.over_sweeps and not test.lands_on_nonzero) for test in killing)
    return KillCounts(len(killing), within, over)

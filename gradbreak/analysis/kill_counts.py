"""The theorem of the lesson, counted: a replaced gradient can show only where a write lands on something."""

from __future__ import annotations

from msgspec import Struct

from gradbreak.analysis.findings import break_family
from gradbreak.model import DETECTED, Results


class KillCounts(Struct, frozen=True):
    """The kills of the canonical break's family, by what was measured in the tests that made them.

    Attributes:
        kills: how many pairs of a mutant of that family and a test that kills it there are.
        within: how many of those tests have a write, within one sweep, that lands on a gradient that another write
            had made non-zero.
        over: how many have one only over several sweeps without a reset.
    """

    kills: int
    within: int
    over: int

    @property
    def landing(self) -> int:
        """How many kills come from tests in which a write lands on a gradient that is not 0."""
        return self.within + self.over


def count(results: Results) -> KillCounts | None:
    """Count the kills of a run; None where there are none, or where a killing test was not measured."""
    family = break_family(results)
    mutants = {mutant.id for mutant in results.mutants if family and mutant.family == family.id}
    tests = {test.id: test for test in results.tests}
    killing = [tests[cell.test] for cell in results.cells if cell.mutant in mutants and cell.status in DETECTED]
    if not killing or any(test.lands_on_nonzero is None or test.over_sweeps is None for test in killing):
        return None
    within = sum(bool(test.lands_on_nonzero) for test in killing)
    over = sum(bool(test.over_sweeps and not test.lands_on_nonzero) for test in killing)
    return KillCounts(len(killing), within, over)

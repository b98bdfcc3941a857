"""Counts the tests that notice each break of the lesson."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from gradbreak.analysis.matrix import KillMatrix
from gradbreak.config import Config
from gradbreak.model import Cell, Test
from gradbreak.run.assemble import as_cells
from gradbreak.run.finished import finished_run
from gradbreak.run.lifecycle import RunLifecycle
from gradbreak.run.options import Options, Progress


class Noticed(Struct, frozen=True, kw_only=True):
    """How many tests notice each break.

    Attributes:
        tests: suite → how many tests it has that can notice anything; skipped ones cannot.
        by_suite: id of a break or mutant → suite → how many of its tests notice it.
    """

    tests: dict[str, int]
    by_suite: dict[str, dict[str, int]]

    @property
    def total(self) -> int:
        """How many tests there are."""
        return sum(self.tests.values())

    def of(self, id_: str) -> int:
        """How many tests of all suites notice this one."""
        return sum(self.by_suite[id_].values())


def run_breaks(config: Config, ids: Sequence[str], progress: Progress) -> Noticed:
    """Run every test on these breaks and mutants, unless the last run has done so and nothing has changed since.

    Args:
        config: the project.
        ids: of breaks and mutants.
        progress: is told how far it is.

    Raises:
        GradbreakError: whatever ``gradbreak run`` would raise.
    """
    results = finished_run(config, [suite.name for suite in config.suites])
    if results is not None:
        return _counted(results.tests, (*results.cells, *results.break_cells), ids)
    with RunLifecycle.open(config, progress, Options()) as lifecycle:
        _, found = lifecycle.run(ids)
        tests = lifecycle.tests(found)
        return _counted(tests, as_cells(ids, tests, found.answers, found.intact), ids)


def _counted(tests: Sequence[Test], cells: Iterable[Cell], ids: Sequence[str]) -> Noticed:
    """Count tests by suite.

    Args:
        tests: all tests.
        cells: of these and of other breaks and mutants.
        ids: of the breaks and mutants to count for.
    """
    wanted = set(ids)
    matrix = KillMatrix.build(ids, [test.id for test in tests], (cell for cell in cells if cell.mutant in wanted))
    by_suite: dict[str, list[str]] = {}
    for test in tests:
        if not test.skipped:
            by_suite.setdefault(test.suite, []).append(test.id)
    return Noticed(
        tests={suite: len(own) for suite, own in by_suite.items()},
        by_suite={
            id_: {suite: (matrix.rows[id_] & matrix.tests_in(own)).bit_count() for suite, own in by_suite.items()}
            for id_ in ids
        },
    )

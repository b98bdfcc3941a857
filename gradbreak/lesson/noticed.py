"""Counts the tests that notice each break of the lesson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.model import DETECTED, Results
from gradbreak.run.assemble import status_of
from gradbreak.run.finished import finished_run
from gradbreak.run.lifecycle import Options, Progress, RunLifecycle


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
        return _from_results(results, ids)
    with RunLifecycle.open(config, progress, Options()) as lifecycle:
        _, found = lifecycle.run(ids)
        suite_of = {test: baseline.suite.name for baseline in lifecycle.baselines for test in baseline.counting}
    noticing = {
        id_: [test for test in suite_of if status_of(found.answers.get(id_, {}).get(test)) in DETECTED] for id_ in ids
    }
    return _counted(suite_of, noticing)


def _from_results(results: Results, ids: Sequence[str]) -> Noticed:
    """What a finished run says of these breaks and mutants."""
    suite_of = {test.id: test.suite for test in results.tests if not test.skipped}
    noticing: dict[str, list[str]] = {id_: [] for id_ in ids}
    for cell in (*results.cells, *results.break_cells):
        if cell.mutant in noticing and cell.status in DETECTED:
            noticing[cell.mutant].append(cell.test)
    return _counted(suite_of, noticing)


def _counted(suite_of: Mapping[str, str], noticing: Mapping[str, Sequence[str]]) -> Noticed:
    """Count tests by suite.

    Args:
        suite_of: test → its suite.
        noticing: id of a break or mutant → the tests that notice it.
    """
    tests = Counter(suite_of.values())
    counts = {id_: Counter(suite_of[test] for test in found) for id_, found in noticing.items()}
    return Noticed(
        tests=dict(tests), by_suite={id_: {suite: each[suite] for suite in tests} for id_, each in counts.items()}
    )

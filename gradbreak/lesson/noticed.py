"""Counts the tests that notice each break of the lesson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.model import DETECTED
from gradbreak.run.assemble import status_of
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
    """Run every test on these breaks and mutants. Cached results are used.

    Args:
        config: the project.
        ids: of breaks and mutants.
        progress: is told how far it is.

    Raises:
        GradbreakError: whatever ``gradbreak run`` would raise.
    """
    with RunLifecycle.open(config, progress, Options()) as lifecycle:
        _, found = lifecycle.run(ids)
        suite_of = {test: baseline.suite.name for baseline in lifecycle.baselines for test in baseline.counting}
    suites = tuple(dict.fromkeys(suite_of.values()))
    by_suite = {}
    for id_ in ids:
        answers = found.answers.get(id_, {})
        noticing = Counter(suite for test, suite in suite_of.items() if status_of(answers.get(test)) in DETECTED)
        by_suite[id_] = {suite: noticing[suite] for suite in suites}
    return Noticed(tests=dict(Counter(suite_of.values())), by_suite=by_suite)

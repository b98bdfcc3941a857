"""Which tests matter and which mutants matter, as tables."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from gradbreak.analysis.findings import Findings
from gradbreak.model import DETECTED, Results, SetAside, Test

WITHIN, OVER = " ◆", " ↻"
"""Marks of tests in which a write lands on a gradient that is not 0: within one sweep, or only over several."""


class TestRow(Struct, frozen=True, kw_only=True):
    """One test.

    Attributes:
        id: its id.
        suite: its suite.
        name: its name.
        killed: how many mutants it kills.
        of_break: how many of them are of the canonical break's family.
        terms: how many contributions the busiest gradient receives in one sweep and, where that is more, in all
            sweeps together; with a mark where one lands on a gradient that is not 0. Empty where there are none.
        alone: how many of them no other test kills.
        needed: it is in the smallest set.
        skipped: it has no verdict.
    """

    id: str
    suite: str
    name: str
    killed: int
    of_break: int
    terms: str
    alone: int
    needed: bool
    skipped: bool


class SuiteTests(Struct, frozen=True):
    """A suite with its tests.

    Attributes:
        suite: its name.
        teaches: one sentence.
        rows: its tests in pytest's order.
    """

    suite: str
    teaches: str
    rows: tuple[TestRow, ...]

    @property
    def needed(self) -> int:
        """How many of its tests are in the smallest set."""
        return sum(row.needed for row in self.rows)

    @property
    def idle(self) -> int:
        """How many of its tests kill nothing."""
        return sum(row.killed == 0 and not row.skipped for row in self.rows)


class TestsView(Struct, frozen=True, kw_only=True):
    """What the matrix says about tests and mutants, in counts.

    Attributes:
        suites: the tests, by suite.
        tests: how many tests there are.
        smallest: how many of them kill all that all kill.
        proven: no smaller set exists.
        alone: how many tests kill something that no other does.
        idle: how many kill nothing.
        killed: how many mutants any test kills.
        distinct: how many different kill rows those have.
        minimal: how many of the rows no other row subsumes.
        measured: contributions were counted.
        set_aside: the tests that count nowhere.
        skipped: how many tests are skipped.
    """

    suites: tuple[SuiteTests, ...]
    tests: int
    smallest: int
    proven: bool
    alone: int
    idle: int
    killed: int
    distinct: int
    minimal: int
    measured: bool
    set_aside: tuple[SetAside, ...]
    skipped: int


def build_tests(results: Results, findings: Findings) -> TestsView:
    """Count, for each test, what it kills; breaks repeat their members, so they are left out."""
    counted = {mutant.id for mutant in results.mutants if mutant.equivalent is None}
    of_family = {mutant.id for mutant in results.mutants if findings.is_of_family(mutant)}
    killed: Counter[str] = Counter()
    of_break: Counter[str] = Counter()
    for cell in results.cells:
        if cell.status in DETECTED and cell.mutant in counted:
            killed[cell.test] += 1
            of_break[cell.test] += cell.mutant in of_family
    alone = {unique.test: unique.mutants for unique in results.redundancy.unique}
    smallest = set(results.redundancy.smallest)
    suites = tuple(
        SuiteTests(
            suite.name,
            suite.teaches,
            tuple(
                TestRow(
                    id=test.id,
                    suite=test.suite,
                    name=test.name,
                    killed=killed[test.id],
                    of_break=of_break[test.id],
                    terms=_terms(test),
                    alone=len(alone.get(test.id, ())),
                    needed=test.id in smallest,
                    skipped=test.skipped,
                )
                for test in results.tests
                if test.suite == suite.name
            ),
        )
        for suite in results.suites
    )
    return TestsView(
        suites=suites,
        tests=len(results.tests),
        smallest=len(smallest),
        proven=results.redundancy.smallest_is_proven,
        alone=len(alone),
        idle=len(results.redundancy.idle),
        killed=findings.all_killed,
        distinct=results.subsumption.distinct,
        minimal=len(results.subsumption.minimal),
        measured=any(test.contributions is not None for test in results.tests),
        set_aside=results.set_aside,
        skipped=sum(test.skipped for test in results.tests),
    )


def _terms(test: Test) -> str:
    if not test.contributions:
        return ""
    in_all = test.contributions_over_sweeps or 0
    more = f"/{in_all}" if in_all > test.contributions else ""
    return f"{test.contributions}{more}{WITHIN if test.lands_on_nonzero else OVER if test.over_sweeps else ''}"

"""What a run found, computed once: terminal, page, page title and JSON summary all read it here."""

from __future__ import annotations

import enum

from msgspec import Struct

from gradbreak.analysis.kill_counts import KillCounts, count_kills
from gradbreak.model import DETECTED, Family, Mutant, Results, Status, canonical_break


class Shape(enum.StrEnum):
    """Which headline is true of a run."""

    BLIND = "blind"  # some suite misses mutants of the break, and its coverage is known
    BLIND_UNCOVERED = "blind_uncovered"  # the same without a coverage to compare with
    ALL_KILLED = "all_killed"  # no suite misses any
    NO_BREAK = "no_break"  # nothing to break: the engine has no such mutant


class SuiteFinding(Struct, frozen=True, kw_only=True):
    """One suite by what it covers and by what it kills; judged equivalents are not counted.

    Attributes:
        suite: its name.
        tests: how many tests it has.
        lines: percent of the main file's statements, or None.
        branches: percent of its branch exits, or None.
        killed: how many mutants of the break's family it kills.
        other_killed: how many mutants of other families it kills.
        breaks: how many breaks it notices.
        depends_on_order: how many mutants of the break's family it kills under one order of the engine's sets only.
    """

    suite: str
    tests: int
    lines: float | None
    branches: float | None
    killed: int
    other_killed: int
    breaks: int
    depends_on_order: int = 0


class Findings(Struct, frozen=True, kw_only=True):
    """What a run found about the canonical break and about all mutants, in counts.

    A mutant that is judged equivalent is in no count but ``equivalent``: neither among the kills nor in a total.

    Attributes:
        shape: which headline is true.
        family: the accumulating family, whose mutants the canonical break combines; None without that break.
        total: how many mutants of it a test could kill.
        suites: each suite, in configured order.
        blind: the suite the headline is about: of those that kill fewest of the family, the best covering one.
        noticed_by: the suites with a test that the canonical break fails; None where there is no such break.
        complete: the suites that kill all of the family.
        best: the suites that kill most of it.
        other_total: how many mutants of other families a test could kill.
        all_killed: how many mutants at least one suite kills.
        all_total: how many a test could kill.
        survivors: the ids of the mutants that survived every suite, in the order of the source.
        depends_on_order: how many mutants some test kills under one order of the engine's sets, and none under every
            order; they are neither among the killed nor among the survivors.
        equivalent: how many mutants are judged equivalent.
        breaks: how many breaks there are.
        kills: the kills of the family, by what was measured in the tests that made them; None where there are none, or
            where a killing test was not measured.
    """

    shape: Shape
    family: Family | None
    total: int
    suites: tuple[SuiteFinding, ...]
    blind: SuiteFinding | None
    noticed_by: tuple[str, ...] | None
    complete: tuple[str, ...]
    best: tuple[str, ...]
    other_total: int
    all_killed: int
    all_total: int
    survivors: tuple[str, ...]
    equivalent: int
    breaks: int
    kills: KillCounts | None
    depends_on_order: int = 0

    @property
    def ranks(self) -> tuple[SuiteFinding, ...]:
        """The suites, the best covering first; suites that tie stay in configured order."""
        return tuple(sorted(self.suites, key=_coverage, reverse=True))

    def is_of_family(self, mutant: Mutant) -> bool:
        """Whether a mutant belongs to the accumulating family, equivalent or not."""
        return self.family is not None and mutant.family == self.family.id


def find(results: Results) -> Findings:
    """Read the findings off a run."""
    counts = results.summary
    family = _accumulating_family(results)
    killable = {id_: each.total - each.equivalent for id_, each in counts.families.items()}
    total = killable.get(family.id, 0) if family else 0
    suites = tuple(_suite(results, suite.name, family) for suite in results.suites)
    by_coverage = sorted(suites, key=_coverage, reverse=True)
    fewest = min((suite.killed for suite in suites), default=0)
    most = max((suite.killed for suite in suites), default=0)
    blind = next((suite for suite in by_coverage if suite.killed == fewest), None)
    canonical = canonical_break(results.breaks)
    not_lived = DETECTED | {Status.DEPENDS_ON_ORDER}
    killed = {cell.mutant for cell in results.cells if cell.status in not_lived}
    return Findings(
        shape=_shape(total, blind),
        family=family,
        total=total,
        suites=suites,
        blind=blind,
        noticed_by=counts.breaks[canonical.id].killed_by if canonical else None,
        complete=tuple(suite.suite for suite in suites if suite.killed >= total),
        best=tuple(suite.suite for suite in suites if suite.killed == most),
        other_total=sum(killable.values()) - total,
        all_killed=sum(each.killed for each in counts.families.values()),
        all_total=sum(killable.values()),
        survivors=tuple(each.id for each in results.mutants if each.equivalent is None and each.id not in killed),
        equivalent=sum(each.equivalent for each in counts.families.values()),
        breaks=len(results.breaks),
        kills=count_kills(results, family.id) if family else None,
        depends_on_order=sum(each.depends_on_order for each in counts.families.values()),
    )


def _accumulating_family(results: Results) -> Family | None:
    """The family of the canonical break's members, which are all of one family; None without that break."""
    canonical = canonical_break(results.breaks)
    if canonical is None or not canonical.members:
        return None
    family_of = {mutant.id: mutant.family for mutant in results.mutants}
    return next((each for each in results.families if each.id == family_of.get(canonical.members[0])), None)


def _suite(results: Results, name: str, family: Family | None) -> SuiteFinding:
    counts = results.summary.suites[name]
    killed = counts.killed.get(family.id, 0) if family else 0
    return SuiteFinding(
        suite=name,
        tests=counts.tests,
        lines=counts.line_coverage,
        branches=counts.branch_coverage,
        killed=killed,
        other_killed=sum(counts.killed.values()) - killed,
        breaks=sum(name in each.killed_by for each in results.summary.breaks.values()),
        depends_on_order=counts.depends_on_order.get(family.id, 0) if family else 0,
    )


def _coverage(suite: SuiteFinding) -> float:
    return -1.0 if suite.lines is None else suite.lines


def _shape(total: int, blind: SuiteFinding | None) -> Shape:
    if total == 0 or blind is None:
        return Shape.NO_BREAK
    if blind.killed >= total:
        return Shape.ALL_KILLED
    return Shape.BLIND_UNCOVERED if blind.lines is None else Shape.BLIND

"""The finding: which suite looks best by coverage and still lets the canonical break's mutants live."""

from __future__ import annotations

import enum
from collections import Counter

from msgspec import Struct

from gradbreak.model import BreakKind, Family, Results


class Shape(enum.Enum):
    """Which sentence is true of a run."""

    BLIND = enum.auto()  # some suite misses mutants of the break, and its coverage is known
    BLIND_UNCOVERED = enum.auto()  # the same without a coverage to compare with
    ALL_KILLED = enum.auto()  # no suite misses any
    NO_BREAK = enum.auto()  # nothing to break: the engine has no such mutant


class Rank(Struct, frozen=True, kw_only=True):
    """One suite by what it covers and by what it kills.

    Attributes:
        suite: its name.
        lines: percent of the main file's statements, or None.
        branches: percent of its branch exits, or None.
        killed: how many mutants of the break's family it kills.
    """

    suite: str
    lines: float | None
    branches: float | None
    killed: int


class Finding(Struct, frozen=True, kw_only=True):
    """What a run found about the canonical break, in counts.

    Attributes:
        shape: which sentence is true.
        family: the family that the canonical break combines, or None.
        total: how many mutants of it a test could kill.
        ranks: the suites, the best covering first.
        blind: the suite the headline is about: of those that kill fewest, the best covering one.
        noticed_by: the suites with a test that the canonical break fails; None where there is no such break.
        complete: the suites that kill all of the family.
        best: the suites that kill most of it.
        other_killed: how many mutants of other families the blind suite kills.
        other_total: how many of those a test could kill.
        all_killed: how many mutants any suite kills.
        all_total: how many a test could kill.
    """

    shape: Shape
    family: Family | None
    total: int
    ranks: tuple[Rank, ...]
    blind: Rank | None
    noticed_by: tuple[str, ...] | None
    complete: tuple[str, ...]
    best: tuple[str, ...]
    other_killed: int
    other_total: int
    all_killed: int
    all_total: int


def break_family(results: Results) -> Family | None:
    """The family of the canonical break's members, or None where there is no such break."""
    families = {family.id: family for family in results.families}
    of_mutant = {mutant.id: mutant.family for mutant in results.mutants}
    members = [
        of_mutant[member]
        for broken in results.breaks
        if broken.kind == BreakKind.CANONICAL
        for member in broken.members
        if member in of_mutant
    ]
    return families.get(Counter(members).most_common(1)[0][0]) if members else None


def find(results: Results) -> Finding:
    """Read the finding off a run's summary."""
    counts = results.summary
    canonical = next((broken for broken in results.breaks if broken.kind == BreakKind.CANONICAL), None)
    killable = {id_: family.total - family.equivalent for id_, family in counts.families.items()}
    family = break_family(results)
    total = killable.get(family.id, 0) if family else 0

    def killed(suite: str) -> int:
        return counts.suites[suite].killed.get(family.id, 0) if family else 0

    ranks = [
        Rank(
            suite=suite.name,
            lines=counts.suites[suite.name].line_coverage,
            branches=counts.suites[suite.name].branch_coverage,
            killed=killed(suite.name),
        )
        for suite in results.suites
    ]
    ranks.sort(key=_coverage, reverse=True)  # stable: suites that tie stay in configured order
    fewest = min((rank.killed for rank in ranks), default=0)
    most = max((rank.killed for rank in ranks), default=0)
    blind = next((rank for rank in ranks if rank.killed == fewest), None)
    return Finding(
        shape=_shape(total, blind),
        family=family,
        total=total,
        ranks=tuple(ranks),
        blind=blind,
        noticed_by=counts.breaks[canonical.id].killed_by if canonical else None,
        complete=tuple(suite.name for suite in results.suites if killed(suite.name) >= total),
        best=tuple(suite.name for suite in results.suites if killed(suite.name) == most),
        other_killed=sum(counts.suites[blind.suite].killed.values()) - blind.killed if blind else 0,
        other_total=sum(killable.values()) - total,
        all_killed=sum(family.killed for family in counts.families.values()),
        all_total=sum(killable.values()),
    )


def _coverage(rank: Rank) -> float:
    return -1.0 if rank.lines is None else rank.lines


def _shape(total: int, blind: Rank | None) -> Shape:
    if total == 0 or blind is None:
        return Shape.NO_BREAK
    if blind.killed >= total:
        return Shape.ALL_KILLED
    return Shape.BLIND_UNCOVERED if blind.lines is None else Shape.BLIND

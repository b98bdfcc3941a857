"""Counts of a run, all derived from its cells."""

from __future__ import annotations

from msgspec import Struct


class FamilySummary(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many mutants a family has.

    Attributes:
        total: all of them.
        equivalent: those that are judged equivalent, that is, that no test can kill.
        killed: those that at least one test of any suite kills, without the equivalent.
        depends_on_order: those that no test kills under every order of the engine's sets, and some test under one.
    """

    total: int
    equivalent: int
    killed: int
    depends_on_order: int = 0


class SuiteSummary(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one suite achieves.

    Attributes:
        line_coverage: percent of the main engine file's statements, rounded down; None without statements.
        branch_coverage: percent of its branch exits, rounded down; None without branches.
        tests: how many tests it has.
        killed: for each family, how many mutants at least one of its tests kills, without the equivalent.
        depends_on_order: the same for those that no test kills under every order, and some test under one; families
            without any are left out.
    """

    line_coverage: float | None
    branch_coverage: float | None
    tests: int
    killed: dict[str, int]
    depends_on_order: dict[str, int] = {}


class BreakSummary(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which suites notice a break.

    Attributes:
        killed_by: the names of the suites with at least one test that does, in configured order.
        depends_on_order: the names of the suites that notice it under one order of the engine's sets only.
    """

    killed_by: tuple[str, ...]
    depends_on_order: tuple[str, ...] = ()


class Summary(Struct, frozen=True, kw_only=True):
    """The whole matrix in a few counts.

    Attributes:
        families: family id → its mutants, in the order in which a report shows them.
        suites: suite name → what it achieves, in configured order.
        breaks: break id → who notices it.
    """

    families: dict[str, FamilySummary]
    suites: dict[str, SuiteSummary]
    breaks: dict[str, BreakSummary]

"""Counts of a run by family, suite and break, from the matrices of mutants and of breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from gradbreak.analysis.matrix import KillMatrix
from gradbreak.model import (
    BreakSummary,
    Family,
    FamilySummary,
    Mutant,
    Suite,
    SuiteSummary,
    Summary,
    Test,
)


def summarise(
    *,
    families: Sequence[Family],
    mutants: Sequence[Mutant],
    suites: Sequence[Suite],
    tests: Sequence[Test],
    matrix: KillMatrix,
    break_matrix: KillMatrix,
) -> Summary:
    """The whole run in a few counts, in the order of the families, suites and breaks.

    A mutant that is judged equivalent stays in its family's total and is counted beside the killed, never among them,
    even where a test kills it: the report then says that the judgement is wrong.

    Args:
        families: every family, also those without mutants.
        mutants: the first-order mutants.
        suites: in configured order, each with its coverage.
        tests: the tests of all suites.
        matrix: the mutants × the tests.
        break_matrix: the breaks × the tests.

    Raises:
        ValueError: a mutant belongs to a family that is not among the families.
    """
    _check_families(families, mutants)
    in_suite = {suite.name: _ids_of(suite, tests) for suite in suites}
    return Summary(
        families={family.id: _family(family, mutants, matrix) for family in families},
        suites={suite.name: _suite(suite, in_suite[suite.name], families, mutants, matrix) for suite in suites},
        breaks={
            name: BreakSummary(
                killed_by=tuple(suite.name for suite in suites if row & break_matrix.tests_in(in_suite[suite.name])),
                depends_on_order=tuple(
                    suite.name
                    for suite in suites
                    if break_matrix.depends_on_order(name, break_matrix.tests_in(in_suite[suite.name]))
                ),
            )
            for name, row in break_matrix.rows.items()
        },
    )


def _family(family: Family, mutants: Sequence[Mutant], matrix: KillMatrix) -> FamilySummary:
    own = [mutant for mutant in mutants if mutant.family == family.id]
    return FamilySummary(
        total=len(own),
        equivalent=sum(mutant.equivalent is not None for mutant in own),
        killed=sum(matrix.rows[mutant.id] != 0 for mutant in own if mutant.equivalent is None),
        depends_on_order=sum(
            matrix.depends_on_order(mutant.id, matrix.tests_in(matrix.tests))
            for mutant in own
            if mutant.equivalent is None
        ),
    )


def _suite(
    suite: Suite, tests: Sequence[str], families: Sequence[Family], mutants: Sequence[Mutant], matrix: KillMatrix
) -> SuiteSummary:
    own = matrix.tests_in(tests)
    killed = dict.fromkeys((family.id for family in families), 0)
    by_order: Counter[str] = Counter()
    for mutant in mutants:
        if mutant.equivalent is None:
            killed[mutant.family] += matrix.rows[mutant.id] & own != 0
            by_order[mutant.family] += matrix.depends_on_order(mutant.id, own)
    main_file = suite.coverage[0] if suite.coverage else None
    return SuiteSummary(
        line_coverage=main_file.lines.percent if main_file else None,
        branch_coverage=main_file.branches.percent if main_file else None,
        tests=len(tests),
        killed=killed,
        depends_on_order={family: count for family, count in by_order.items() if count},
    )


def _ids_of(suite: Suite, tests: Iterable[Test]) -> list[str]:
    return [test.id for test in tests if test.suite == suite.name]


def _check_families(families: Sequence[Family], mutants: Sequence[Mutant]) -> None:
    known = {family.id for family in families}
    for mutant in mutants:
        if mutant.family not in known:
            raise ValueError(f"the mutant {mutant.id!r} belongs to an unknown family {mutant.family!r}")

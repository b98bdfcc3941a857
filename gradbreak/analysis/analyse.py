"""Summary, redundancy and subsumption of a run, in one call."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gradbreak.analysis.matrix import KillMatrix
from gradbreak.analysis.redundancy import find_redundancy
from gradbreak.analysis.subsumption import find_subsumption
from gradbreak.analysis.summary import summarise
from gradbreak.model import Break, Cell, Family, Mutant, Redundancy, Subsumption, Suite, Summary, Test


class Analysis(Struct, frozen=True, kw_only=True):
    """The derived parts of ``Results``, under the same names.

    Attributes:
        summary: counts.
        redundancy: which tests matter.
        subsumption: which mutants matter.
    """

    summary: Summary
    redundancy: Redundancy
    subsumption: Subsumption


def analyse(
    *,
    families: Sequence[Family],
    mutants: Sequence[Mutant],
    breaks: Sequence[Break],
    suites: Sequence[Suite],
    tests: Sequence[Test],
    cells: Sequence[Cell],
    break_cells: Sequence[Cell],
) -> Analysis:
    """What follows from a run; each argument is the field of ``Results`` with its name.

    Mutants that are judged equivalent count neither as killed nor as something that a test could kill.

    Raises:
        MatrixError: a cell occurs twice or names an unknown id.
        ValueError: a mutant belongs to a family that is not among the families.
    """
    test_ids = [test.id for test in tests]
    matrix = KillMatrix.build([mutant.id for mutant in mutants], test_ids, cells)
    break_matrix = KillMatrix.build([each.id for each in breaks], test_ids, break_cells)
    judged = matrix.without(mutant.id for mutant in mutants if mutant.equivalent is not None)
    return Analysis(
        summary=summarise(
            families=families,
            mutants=mutants,
            suites=suites,
            tests=tests,
            matrix=matrix,
            break_matrix=break_matrix,
        ),
        redundancy=find_redundancy(judged),
        subsumption=find_subsumption(judged),
    )

"""Dynamic subsumption: the mutants that, once killed, show that all other killed mutants are killed as well."""

from __future__ import annotations

from gradbreak.analysis.matrix import KillMatrix
from gradbreak.model import Subsumption


def find_subsumption(matrix: KillMatrix) -> Subsumption:
    """What the matrix says about the killed mutants; survivors are left out.

    One killed mutant subsumes another where every test that kills the first kills the second
    (Ammann, Delamaro & Offutt, "Establishing theoretical minimal sets of mutants", ICST 2014).

    Args:
        matrix: first-order mutants × tests.
    """
    groups: dict[int, list[str]] = {}
    for mutant in matrix.killed:
        groups.setdefault(matrix.rows[mutant], []).append(mutant)
    subsumed: dict[str, str] = {}
    minimal = [row for row in groups if not any(_is_inside(other, row) for other in groups)]
    for mutant in matrix.killed:
        row = matrix.rows[mutant]
        # At least one, as a chain of ever smaller rows ends; the first, so that the choice is the same in every run.
        inside = next((other for other in minimal if _is_inside(other, row)), None)
        if inside is not None:
            subsumed[mutant] = groups[inside][0]
    return Subsumption(
        distinct=len(groups),
        minimal=tuple(tuple(groups[row]) for row in minimal),
        subsumed=subsumed,
    )


def _is_inside(smaller: int, larger: int) -> bool:
    """Every test of one row is in the other, which has more."""
    return smaller != larger and smaller & larger == smaller

"""Redundant tests: what one test alone kills, which tests kill nothing, and how few tests kill as much as all."""

from __future__ import annotations

from gradbreak.analysis.bits import members
from gradbreak.analysis.matrix import KillMatrix
from gradbreak.analysis.set_cover import BUDGET, smallest_cover
from gradbreak.model import Redundancy, UniqueKills


def find_redundancy(matrix: KillMatrix, budget: int = BUDGET) -> Redundancy:
    """What the matrix says about the tests, all in the order of the tests and mutants.

    Args:
        matrix: first-order mutants × tests; a break would repeat what its members say.
        budget: how long to look for the smallest set, see ``set_cover.BUDGET``.
    """
    tests = matrix.tests
    cover = smallest_cover(matrix.rows.values(), budget)
    return Redundancy(
        unique=_unique_kills(matrix),
        idle=tuple(test for test, column in matrix.columns.items() if not column),
        smallest=tuple(tests[number] for number in members(cover.columns)),
        smallest_is_proven=cover.is_proven,
    )


def _unique_kills(matrix: KillMatrix) -> tuple[UniqueKills, ...]:
    only_kills: dict[str, list[str]] = {test: [] for test in matrix.tests}
    for mutant, row in matrix.rows.items():
        if row.bit_count() == 1:
            only_kills[matrix.killers_of(mutant)[0]].append(mutant)
    return tuple(UniqueKills(test=test, mutants=tuple(mutants)) for test, mutants in only_kills.items() if mutants)

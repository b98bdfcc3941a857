"""Consistency of a results file beyond its schema: every id that one part names exists in another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from gradbreak.analysis import KillMatrix
from gradbreak.model import Cell, Reason, Results, Status


class ConsistencyError(ValueError):
    """One part of the results names an id that no other part has, or a cell says what no cell may say."""


def check_results(results: Results) -> None:
    """Check that every id that is named exists, and that every cell is of a test that reaches its mutant.

    Raises:
        ConsistencyError: they do not.
        MatrixError: a cell occurs twice or names an unknown id.
    """
    mutants = [mutant.id for mutant in results.mutants]
    breaks = [each.id for each in results.breaks]
    tests = [test.id for test in results.tests]
    KillMatrix.build(mutants, tests, results.cells)
    KillMatrix.build(breaks, tests, results.break_cells)
    for cell in chain(results.cells, results.break_cells):
        if not is_reached(cell):
            raise ConsistencyError(f"there is a cell for {cell.test!r} on {cell.mutant!r}, which it does not reach")
    families = [family.id for family in results.families]
    suites = [suite.name for suite in results.suites]
    _check_known("family", (mutant.family for mutant in results.mutants), families)
    _check_known("file", (mutant.location.file for mutant in results.mutants), results.engine.files)
    _check_known("mutant", (member for each in results.breaks for member in each.members), mutants)
    _check_known("suite", (test.suite for test in results.tests), suites)
    _check_known("family", results.summary.families, families)
    _check_known("suite", results.summary.suites, suites)
    _check_known("break", results.summary.breaks, breaks)
    redundancy, subsumption = results.redundancy, results.subsumption
    _check_known("test", chain((each.test for each in redundancy.unique), redundancy.idle, redundancy.smallest), tests)
    _check_known("mutant", chain.from_iterable(each.mutants for each in redundancy.unique), mutants)
    _check_known("mutant", chain.from_iterable(subsumption.minimal), mutants)
    _check_known("mutant", chain.from_iterable(subsumption.subsumed.items()), mutants)
    _check_known("mutant", (write.mutant for write in results.first_differences), (*mutants, *breaks))
    _check_known("test", (write.test for write in results.first_differences), tests)
    _check_known("mutant", chain.from_iterable(each.kills for each in results.killing_tests), (*mutants, *breaks))
    _check_known("break", (example.break_id for example in results.examples), breaks)


def is_reached(cell: Cell) -> bool:
    """Whether a cell is of a test that reaches its mutant. There are no others; results of 0.1.0 had some."""
    return cell.status is not Status.NOT_REACHED and cell.reason is not Reason.UNREACHED


def _check_known(kind: str, used: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(used) - set(known))
    if unknown:
        raise ConsistencyError(f"the {kind} {unknown[0]!r} is named but is not in the file")

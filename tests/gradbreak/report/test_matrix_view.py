from collections import defaultdict

import pytest

from gradbreak.analysis.cell_states import DETECTED_STATES, State
from gradbreak.analysis.findings import find
from gradbreak.model import DETECTED, Results, Status
from gradbreak.report.cell_table import CellTable
from gradbreak.report.matrix_view import BREAKS, Matrix, build_matrix


@pytest.fixture(scope="module")
def matrix(results: Results) -> Matrix:
    return build_matrix(results, CellTable(results), find(results))


def test_every_mutant_and_break_has_exactly_one_row(results: Results, matrix: Matrix) -> None:
    assert sorted(row.id for row in matrix.rows) == sorted(change.id for change in (*results.mutants, *results.breaks))


def test_the_breaks_family_comes_first_and_is_the_only_one_opened(matrix: Matrix) -> None:
    assert [group.id for group in matrix.groups[:2]] == ["accumulation", BREAKS]
    assert [group.opened for group in matrix.groups].count(True) == 1


def test_a_cell_is_killed_exactly_where_some_test_of_the_suite_detects(results: Results, matrix: Matrix) -> None:
    suite_of = {test.id: test.suite for test in results.tests}
    statuses: dict[tuple[str, str], set[Status]] = defaultdict(set)
    for cell in (*results.cells, *results.break_cells):
        statuses[cell.mutant, suite_of[cell.test]].add(cell.status)
    for row in matrix.rows:
        for column, state in zip(matrix.columns, row.states, strict=True):
            assert (state in DETECTED_STATES) == bool(statuses[row.id, column.name] & DETECTED)


def test_a_familys_tally_is_the_summarys_count(results: Results, matrix: Matrix) -> None:
    for group in matrix.groups:
        if group.id != BREAKS:
            counted = tuple(results.summary.suites[column.name].killed[group.id] for column in matrix.columns)
            assert group.tallies == counted


def test_equivalent_mutants_are_out_of_the_total(results: Results, matrix: Matrix) -> None:
    for group in matrix.groups:
        if group.id != BREAKS:
            counts = results.summary.families[group.id]
            assert (group.total, group.equivalent) == (counts.total - counts.equivalent, counts.equivalent)


def test_a_change_that_the_familys_heading_says_is_not_repeated_on_its_rows(matrix: Matrix) -> None:
    assert {row.change for row in matrix.groups[0].rows} == {""}


def test_measured_reasons_reach_the_cells(results_with_reasons: Results) -> None:
    found = build_matrix(results_with_reasons, CellTable(results_with_reasons), find(results_with_reasons)).states
    assert {State.UNCHANGED, State.UNNOTICED, State.UNREACHED} <= found
    assert State.SURVIVED not in found


def test_a_group_of_equivalent_mutants_only_has_a_tally_for_every_suite(results: Results, matrix: Matrix) -> None:
    group = matrix.groups[0]
    rows = tuple(type(row)(row.id, row.place, row.change, row.title, True, row.states) for row in group.rows)
    judged = type(group)(group.id, group.title, group.symbol, group.meaning, group.opened, rows)
    assert judged.tallies == (0,) * len(matrix.columns)

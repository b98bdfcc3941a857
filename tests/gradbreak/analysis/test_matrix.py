import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.matrix import KillMatrix, MatrixError
from gradbreak.model import DETECTED, Cell, Status

TABLE = """
        a  b  c
    m1  k  s  k
    m2  -  s  k
    m3  s  -  s
"""


def test_only_a_test_that_did_not_pass_detects_a_mutant(build):
    matrix = build.matrix("""
           killed survived timeout error crashed not_reached
        m    k       s        t      e      c        -
    """)
    assert matrix.killers_of("m") == ("killed", "timeout", "error", "crashed")


def test_a_column_lists_the_mutants_that_a_test_detects_in_order(build):
    assert build.matrix(TABLE).kills_of("c") == ("m1", "m2")


def test_killed_mutants_are_those_that_any_test_detects(build):
    assert build.matrix(TABLE).killed == ("m1", "m2")


def test_chosen_tests_meet_a_row_exactly_where_one_of_them_detects_the_mutant(build):
    matrix = build.matrix(TABLE)
    chosen = matrix.tests_in(["a", "b"])
    assert [bool(row & chosen) for row in matrix.rows.values()] == [True, False, False]


@given(data=st.data())
def test_rows_and_columns_agree_with_the_cells_in_whatever_order_they_come(data):
    mutants = [f"m{number}" for number in range(data.draw(st.integers(0, 8)))]
    tests = [f"t{number}" for number in range(data.draw(st.integers(0, 8)))]
    cells = [
        Cell(mutant=mutant, test=test, status=data.draw(st.sampled_from(Status)))
        for mutant in mutants
        for test in tests
    ]
    random.Random(data.draw(st.integers())).shuffle(cells)
    matrix = KillMatrix.build(mutants, tests, cells)
    detected = {(cell.mutant, cell.test) for cell in cells if cell.status in DETECTED}
    assert {(mutant, test) for mutant in mutants for test in matrix.killers_of(mutant)} == detected
    assert {(mutant, test) for test in tests for mutant in matrix.kills_of(test)} == detected
    assert (matrix.mutants, matrix.tests) == (tuple(mutants), tuple(tests))


def test_a_test_without_a_cell_detects_nothing(build):
    cells = [cell for cell in build.cells(TABLE) if cell.mutant != "m2"]
    matrix = KillMatrix.build(["m1", "m2", "m3"], ["a", "b", "c"], cells)
    assert matrix.rows == {**build.matrix(TABLE).rows, "m2": 0}


def test_a_second_cell_for_a_mutant_and_a_test_is_refused(build):
    cells = build.cells(TABLE)
    with pytest.raises(MatrixError, match="two cells for 'b' on 'm1'"):
        KillMatrix.build(["m1", "m2", "m3"], ["a", "b", "c"], [*cells, cells[1]])


@pytest.mark.parametrize(
    ("mutants", "tests", "complaint"),
    [
        (["m1", "m2"], ["a", "b", "c"], "the mutant 'm3', which the run does not have"),
        (["m1", "m2", "m3"], ["a", "b"], "the test 'c', which the run does not have"),
    ],
)
def test_a_cell_of_an_unknown_mutant_or_test_is_refused(build, mutants, tests, complaint):
    with pytest.raises(MatrixError, match=complaint):
        KillMatrix.build(mutants, tests, build.cells(TABLE))


@pytest.mark.parametrize(
    ("mutants", "tests", "complaint"),
    [(["m", "m"], ["a"], "the mutant 'm' occurs twice"), (["m"], ["a", "a"], "the test 'a' occurs twice")],
)
def test_an_id_that_occurs_twice_is_refused(mutants, tests, complaint):
    with pytest.raises(MatrixError, match=complaint):
        KillMatrix.build(mutants, tests, [])


def test_a_matrix_without_some_mutants_is_the_matrix_of_the_others(build):
    header, *lines = TABLE.strip().splitlines()
    for left_out in range(len(lines)):
        name = lines[left_out].split()[0]
        rest = "\n".join([header, *lines[:left_out], *lines[left_out + 1 :]])
        assert build.matrix(TABLE).without([name]) == build.matrix(rest)

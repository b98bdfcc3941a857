import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.cell_states import State, state_of
from gradbreak.analysis.findings import find
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.heat_view import build_heat, painted, strokes
from gradbreak.report.matrix_view import BREAKS, build_matrix


def stroked(path: str) -> set[tuple[int, int]]:
    """The cells that a path of horizontal strokes covers: (row, column)."""
    cells, x, y = set(), 0, 0
    for right, down, length in re.findall(r"m(-?\d+) (-?\d+)h(\d+)", path):
        x, y = x + int(right), y + int(down)
        cells |= {(y, x + offset) for offset in range(int(length))}
        x += int(length)
    return cells


@given(st.lists(st.dictionaries(st.integers(0, 30), st.sampled_from(State)), max_size=8))
def test_a_path_strokes_exactly_the_cells_in_its_state(rows: list[dict[int, State]]) -> None:
    ordered = [dict(sorted(row.items())) for row in rows]
    for state in State:
        wanted = {(y, x) for y, row in enumerate(ordered) for x, found in row.items() if found == state}
        assert stroked(strokes(ordered, {state})) == wanted


@given(st.lists(st.dictionaries(st.integers(0, 30), st.sampled_from("kepzn").map(State)), max_size=6))
def test_painting_over_leaves_every_cell_in_its_state(rows: list[dict[int, State]]) -> None:
    ordered = [dict(sorted(row.items())) for row in rows]
    seen = {}
    for state, path in painted(ordered).items():
        seen |= dict.fromkeys(stroked(path), state)
    assert seen == {(y, x): state for y, row in enumerate(ordered) for x, state in row.items() if state != "n"}


def test_what_lies_together_is_stroked_at_once_and_the_rest_painted_over() -> None:
    row = dict(enumerate([State.ERROR, State.KILLED, State.ERROR, State.KILLED, State.ERROR]))
    assert painted([row]) == {State.ERROR: "m0 0h5", State.KILLED: "m1 0h1m1 0h1"}


def test_every_cell_of_the_run_is_in_the_picture(results: Results) -> None:
    verdicts = CellTable(results)
    matrix = build_matrix(results, verdicts, find(results))
    heat = build_heat(results, matrix, verdicts)
    column_of = {
        test.id: strip.left + offset for strip in heat.strips for offset, test in enumerate(verdicts.tests[strip.suite])
    }
    drawn = {}
    for band in heat.bands:
        for state, path in band.paths.items():
            drawn |= {(band.group.rows[y].id, x): state for y, x in stroked(path)}
    for cell in (*results.cells, *results.break_cells):
        assert drawn.get((cell.mutant, column_of[cell.test]), State.UNREACHED) is state_of(cell)


def test_the_counts_are_those_of_the_first_order_mutants(results: Results) -> None:
    verdicts = CellTable(results)
    heat = build_heat(results, build_matrix(results, verdicts, find(results)), verdicts)
    unreached = len(results.mutants) * len(results.tests) - len(results.cells)
    assert heat.counts == Counter(state_of(cell) for cell in results.cells) + Counter({State.UNREACHED: unreached})


def test_bands_follow_each_other_without_overlap(results: Results) -> None:
    verdicts = CellTable(results)
    heat = build_heat(results, build_matrix(results, verdicts, find(results)), verdicts)
    ends = [0]
    for band in heat.bands:
        assert band.top >= ends[-1]
        ends.append(band.top + band.height)
    assert ends[-1] == heat.height
    assert BREAKS in [band.group.id for band in heat.bands]

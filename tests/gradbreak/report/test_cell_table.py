from gradbreak.analysis.cell_states import State
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable


def test_a_missing_cell_is_no_verdict_and_not_a_survivor(results: Results) -> None:
    assert CellTable(results).of_test(results.mutants[0].id, "no such test") is State.NO_VERDICT

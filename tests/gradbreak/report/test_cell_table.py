from gradbreak.analysis.cell_states import State
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable


def test_a_test_without_a_cell_did_not_reach_the_mutant(results: Results) -> None:
    reached = {(cell.mutant, cell.test) for cell in results.cells}
    every = ((mutant.id, test.id) for mutant in results.mutants for test in results.tests)
    mutant, test = next(pair for pair in every if pair not in reached)
    assert CellTable(results).of_test(mutant, test) is State.UNREACHED

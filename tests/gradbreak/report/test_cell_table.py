import msgspec

from gradbreak.analysis.cell_states import State
from gradbreak.model import Cell, Results, Status
from gradbreak.report.cell_table import CellTable


def test_a_test_without_a_cell_did_not_reach_the_mutant(results: Results) -> None:
    reached = {(cell.mutant, cell.test) for cell in results.cells}
    every = ((mutant.id, test.id) for mutant in results.mutants for test in results.tests)
    mutant, test = next(pair for pair in every if pair not in reached)
    assert CellTable(results).of_test(mutant, test) is State.UNREACHED


def test_the_example_of_a_cell_is_the_shortest_test_with_the_suite_s_state(results: Results) -> None:
    table = CellTable(results)
    choices = 0
    for mutant in results.mutants:
        for suite in results.suites:
            state = table.of_suite(mutant.id, suite.name)
            lines = {test.id: test.lines or 0 for test in table.tests[suite.name]}
            having = [test for test in lines if table.of_test(mutant.id, test) is state]
            example = table.example_test(mutant.id, suite.name)
            assert example in having
            assert lines[example] == min(lines[test] for test in having)
            choices += example != having[0]
    assert choices  # or this says nothing about lengths


def test_tests_of_unknown_length_are_examples_last(results: Results) -> None:
    mutant, suite = results.mutants[0], results.suites[0]
    tests = [test for test in results.tests if test.suite == suite.name][:2]
    cells = tuple(Cell(mutant=mutant.id, test=test.id, status=Status.SURVIVED) for test in tests)
    unknown, known = (msgspec.structs.replace(test, lines=lines) for test, lines in zip(tests, (None, 50), strict=True))
    run = msgspec.structs.replace(results, tests=(unknown, known), cells=cells, break_cells=())
    assert CellTable(run).example_test(mutant.id, suite.name) == known.id

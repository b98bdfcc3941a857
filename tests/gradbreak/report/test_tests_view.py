from gradbreak.model import DETECTED, Results
from gradbreak.report.tests_view import build_tests


def test_every_test_has_a_row_in_pytests_order(results: Results) -> None:
    rows = [row.id for suite in build_tests(results).suites for row in suite.rows]
    assert rows == [test.id for test in results.tests]


def test_a_tests_kills_are_counted_over_first_order_mutants(results: Results) -> None:
    for suite in build_tests(results).suites:
        for row in suite.rows:
            killed = {cell.mutant for cell in results.cells if cell.test == row.id and cell.status in DETECTED}
            assert row.killed == len(killed)


def test_the_redundancy_is_told_as_counted(results: Results) -> None:
    view = build_tests(results)
    redundancy = results.redundancy
    assert (view.smallest, view.alone, view.idle) == (
        len(redundancy.smallest),
        len(redundancy.unique),
        len(redundancy.idle),
    )
    assert sum(suite.needed for suite in view.suites) == len(redundancy.smallest)
    assert sum(suite.idle for suite in view.suites) == len(redundancy.idle)

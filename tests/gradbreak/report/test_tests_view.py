import msgspec
import pytest

from gradbreak.analysis.findings import find
from gradbreak.model import DETECTED, Results
from gradbreak.report import tests_view


def viewed(results: Results) -> tests_view.TestsView:
    return tests_view.build_tests(results, find(results))


def test_every_test_has_a_row_in_pytests_order(results: Results) -> None:
    rows = [row.id for suite in viewed(results).suites for row in suite.rows]
    assert rows == [test.id for test in results.tests]


def test_a_tests_kills_are_counted_over_first_order_mutants(results: Results) -> None:
    for suite in viewed(results).suites:
        for row in suite.rows:
            killed = {cell.mutant for cell in results.cells if cell.test == row.id and cell.status in DETECTED}
            assert row.killed == len(killed)


def test_the_redundancy_is_told_as_counted(results: Results) -> None:
    view = viewed(results)
    redundancy = results.redundancy
    assert (view.smallest, view.alone, view.idle) == (
        len(redundancy.smallest),
        len(redundancy.unique),
        len(redundancy.idle),
    )
    assert sum(suite.needed for suite in view.suites) == len(redundancy.smallest)
    assert sum(suite.idle for suite in view.suites) == len(redundancy.idle)


@pytest.mark.parametrize(
    ("contributions", "within", "over", "terms"),
    [
        (2, True, False, "2 ◆"),
        (2, True, True, "2 ◆"),
        (1, False, True, "1 ↻"),
        (1, False, False, "1"),
        (0, False, False, ""),
    ],
)
def test_a_tests_contributions_are_marked_where_one_lands_on_something(
    results: Results, contributions: int, within: bool, over: bool, terms: str
) -> None:
    test = msgspec.structs.replace(
        results.tests[0], contributions=contributions, lands_on_nonzero=within, over_sweeps=over
    )
    view = viewed(msgspec.structs.replace(results, tests=(test, *results.tests[1:])))
    assert view.suites[0].rows[0].terms == terms


def test_contributions_over_several_sweeps_stand_beside_those_of_one_where_they_are_more(results: Results) -> None:
    test = msgspec.structs.replace(results.tests[0], contributions=1, contributions_over_sweeps=2, over_sweeps=True)
    same = msgspec.structs.replace(results.tests[1], contributions=1, contributions_over_sweeps=1, over_sweeps=False)
    view = viewed(msgspec.structs.replace(results, tests=(test, same, *results.tests[2:])))
    assert [row.terms for row in view.suites[0].rows[:2]] == ["1/2 ↻", "1"]


def test_without_a_measure_there_is_no_column_of_contributions(results: Results) -> None:
    tests = tuple(msgspec.structs.replace(test, contributions=None) for test in results.tests)
    assert not viewed(msgspec.structs.replace(results, tests=tests)).measured

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.cell_states import State
from gradbreak.model import Cell, Failure, FailureKind, Results, Status
from gradbreak.report.cell_table import CellTable
from gradbreak.report.changes import in_source_order
from gradbreak.report.failure_data import FIRST_CHOICE, FailureData, build_failures, folded, shortened, statement_of


def failures_of(results: Results) -> FailureData:
    rows = [change.id for change in (*in_source_order(results), *results.breaks)]
    return build_failures(rows, [suite.name for suite in results.suites], CellTable(results))


def unfolded(data: FailureData) -> list[list[tuple[str, str]]]:
    """For each test its statements and messages, as the page's script reads them."""
    known: list[str] = []

    def text(entry: str | int) -> str:
        if isinstance(entry, str):
            known.append(entry)
        return entry if isinstance(entry, str) else known[entry]

    tests = []
    for statements in data.tests:
        lists = [[text(entry) for entry in entries] for entries in statements]
        tests.append([(said, message) for said, *messages in lists for message in messages])
    return tests


@given(st.lists(st.lists(st.text(max_size=2))))
def test_folded_lists_can_be_unfolded(lists: list[list[str]]) -> None:
    known: list[str] = []
    unfolded = []
    for entries in folded(lists):
        texts = []
        for entry in entries:
            if isinstance(entry, str):
                known.append(entry)
            texts.append(entry if isinstance(entry, str) else known[entry])
        unfolded.append(texts)
    assert unfolded == lists
    assert len(known) == len(set(known))


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("assert 0.0 == 2\n +  where 0.0 = Value(data=3).grad", "0.0 == 2"),
        ("assert 0.30000000000000004 == 0.3", "0.3000… == 0.3"),
        ("assert 2.0 == 7 ± 7.0e-06\n  \n  comparison failed", "2.0 == 7"),
        ("assert 1.23456e-07 == 1", "1.23456e-07 == 1"),
        ("", ""),
        ("x" * 500, "x" * 120 + " …"),
    ],
)
def test_a_message_is_cut_to_its_values(message: str, shown: str) -> None:
    assert shortened(message) == shown


def test_every_cell_finds_the_failure_of_its_shortest_failing_test(results: Results) -> None:
    data, verdicts = failures_of(results), CellTable(results)
    choices, untold = iter(data.choices), iter(unfolded(data))
    known: dict[str, list[tuple[str, str]]] = {}
    for suite in results.suites:
        for change in (*in_source_order(results), *results.breaks):
            state = verdicts.of_suite(change.id, suite.name)
            if state not in (State.KILLED, State.ERROR):
                continue
            tests = verdicts.tests[suite.name]
            failing = [test for test in tests if verdicts.of_test(change.id, test.id) is state]
            test = sorted(failing, key=lambda test: test.lines or 0)[0]
            if test.id not in known:
                known[test.id] = next(untold)
            statement, message = known[test.id][ord(next(choices)) - ord(FIRST_CHOICE)]
            cell = verdicts.cell(change.id, test.id)
            assert cell is not None
            assert cell.failure is not None
            assert statement == statement_of(cell.failure)
            assert message.endswith(shortened(cell.failure.message))
    assert list(choices) == list(untold) == []


def test_an_assertion_is_shown_before_an_exception_that_came_first(results: Results) -> None:
    mutant = results.mutants[0]
    first, second = [test for test in results.tests if test.suite == "linear"][:2]
    failure = Failure(kind=FailureKind.EXCEPTION, exception="E", message="broke", file="t.py", line=1, statement="f()")
    asserted = msgspec.structs.replace(failure, kind=FailureKind.ASSERTION, message="assert 1 == 2", statement="assert")
    cells = (
        Cell(mutant=mutant.id, test=first.id, status=Status.ERROR, failure=failure),
        Cell(mutant=mutant.id, test=second.id, status=Status.KILLED, failure=asserted),
    )
    data = failures_of(msgspec.structs.replace(results, mutants=(mutant,), breaks=(), cells=cells, break_cells=()))
    assert data == FailureData(tests=((("assert", "1 == 2"),),), choices="A")


def test_an_exception_comes_without_the_statement_that_it_passed_through() -> None:
    failure = Failure(kind=FailureKind.EXCEPTION, exception="E", message="", file="t.py", line=1, statement="f()")
    assert statement_of(failure) == ""
    assert statement_of(msgspec.structs.replace(failure, kind=FailureKind.ASSERTION)) == "f()"

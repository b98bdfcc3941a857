import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.model import Cell, Failure, FailureKind, Results, Status
from gradbreak.report.changes import in_source_order
from gradbreak.report.matrix_view import build_matrix
from gradbreak.report.page_data import PageData, as_script_block, build_data, folded, shortened
from gradbreak.report.texts import LANGUAGES
from gradbreak.report.verdicts import Verdicts


def data_of(results: Results) -> PageData:
    verdicts = Verdicts(results)
    matrix = build_matrix(results, verdicts)
    return build_data(results, matrix, verdicts, "linear", LANGUAGES["en"])


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
        ("assert 0.0 == 2\n +  where 0.0 = Value(data=3).grad", "assert 0.0 == 2"),
        ("assert 0.30000000000000004 == 0.3", "assert 0.3000… == 0.3"),
        ("assert 2.0 == 7 ± 7.0e-06\n  \n  comparison failed", "assert 2.0 == 7"),
        ("assert 1.23456e-07 == 1", "assert 1.23456e-07 == 1"),
        ("", ""),
        ("x" * 500, "x" * 120 + " …"),
    ],
)
def test_a_message_is_cut_to_its_values(message: str, shown: str) -> None:
    assert shortened(message) == shown


def test_the_block_cannot_end_its_element(results: Results) -> None:
    hostile = msgspec.structs.replace(results.mutants[0], equivalent="</script><script>alert(1)</script>")
    run = msgspec.structs.replace(results, mutants=(hostile, *results.mutants[1:]))
    assert "<" not in as_script_block(data_of(run))


def test_the_block_is_json_that_says_the_same(results: Results) -> None:
    data = data_of(results)
    assert msgspec.json.decode(str(as_script_block(data))) == msgspec.json.decode(msgspec.json.encode(data))


def test_a_mutant_that_the_source_cannot_tell_carries_its_recorded_diff(results: Results) -> None:
    odd = msgspec.structs.replace(results.mutants[0], diff="--- a\n+++ b\n-something\n+else\n")
    run = msgspec.structs.replace(results, mutants=(odd, *results.mutants[1:]))
    assert [row.change for row in data_of(run).rows if isinstance(row.change, str)] == [odd.diff]


def test_an_assertion_is_shown_before_an_exception_that_came_first(results: Results) -> None:
    mutant = results.mutants[0]
    first, second = [test for test in results.tests if test.suite == "linear"][:2]
    failure = Failure(kind=FailureKind.EXCEPTION, exception="E", message="broke", file="t.py", line=1, statement="f()")
    asserted = msgspec.structs.replace(failure, kind=FailureKind.ASSERTION, message="assert 1 == 2", statement="assert")
    cells = (
        Cell(mutant=mutant.id, test=first.id, status=Status.ERROR, failure=failure),
        Cell(mutant=mutant.id, test=second.id, status=Status.KILLED, failure=asserted),
    )
    data = data_of(msgspec.structs.replace(results, mutants=(mutant,), breaks=(), cells=cells, break_cells=()))
    linear = [suite.name for suite in results.suites].index("linear")
    assert (data.statements[linear], data.messages[linear]) == (("assert",), ("assert 1 == 2",))


def test_columns_are_counted_as_a_script_counts(results: Results) -> None:
    mutant = next(mutant for mutant in results.mutants if mutant.family == "accumulation")
    file, start = mutant.location.file, mutant.location.start
    lines = results.engine.files[file].split("\n")
    lines[start.line - 1] = lines[start.line - 1].replace("self", "𝛁elf")
    moved = msgspec.structs.replace(mutant, diff="")
    text = "\n".join(lines)
    engine = msgspec.structs.replace(results.engine, files=results.engine.files | {file: text})
    changed = text.split("\n")
    line = changed[start.line - 1]
    changed[start.line - 1] = line[: start.column - 1] + "=" + line[start.column + 1 :]
    diff = f"-{line}\n+{changed[start.line - 1]}\n"
    moved = msgspec.structs.replace(mutant, diff=diff)
    mutants = tuple(moved if other is mutant else other for other in results.mutants)
    run = msgspec.structs.replace(results, engine=engine, mutants=mutants)
    names = [other.id for other in in_source_order(run)]
    change = data_of(run).rows[names.index(mutant.id)].change
    assert change == (start.column, 2, "=")

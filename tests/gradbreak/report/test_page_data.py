import msgspec

from gradbreak.analysis.findings import find
from gradbreak.model import FirstDifference, Results, VerifiedTest
from gradbreak.report.cell_table import CellTable
from gradbreak.report.changes import in_source_order
from gradbreak.report.heat_view import build_heat
from gradbreak.report.matrix_view import build_matrix
from gradbreak.report.page_data import PageData, build_data
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.web.document import as_script_block
from gradbreak.web.figure import draw


def data_of(results: Results) -> PageData:
    verdicts = CellTable(results)
    matrix = build_matrix(results, verdicts, find(results))
    heat = build_heat(results, matrix, verdicts)
    words = load(PageTexts, "en")
    drawn = [draw(example, results.engine.gradient, words) for example in results.examples]
    return build_data(results, matrix, heat, verdicts, drawn, "linear", words)


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
    rows = data_of(run).rows
    assert [text for column, text in zip(rows.columns, rows.texts, strict=True) if column < 0] == [odd.diff]


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
    rows, row = data_of(run).rows, names.index(mutant.id)
    assert (rows.columns[row], rows.lengths[row], rows.texts[row]) == (start.column, 2, "=")


def test_ids_can_be_counted_on_from_those_that_are_given(results: Results) -> None:
    data = data_of(results)
    given = {row: (name, number) for row, name, number in data.rows.ids}
    name, number, found = "", "", []
    mutants = in_source_order(results)
    for row in range(len(mutants)):
        name, number = given.get(row) or (name, str(int(number) + 1))
        found.append(name + number)
    assert found == [mutant.id for mutant in mutants]
    assert len(given) < len(found) / 5


def test_a_break_names_its_members_by_their_rows(results: Results) -> None:
    order = [mutant.id for mutant in in_source_order(results)]
    for broken, members in zip(results.breaks, data_of(results).rows.members, strict=True):
        assert {order[row] for row in members} == set(broken.members)


def test_only_states_that_occur_have_words(results: Results) -> None:
    texts = data_of(results).texts
    assert {"state_k", "short_k", "verdict_k", "state_n"} <= set(texts)
    assert not {"state_x", "short_x", "verdict_x"} & set(texts)


def with_writes(results: Results, *, intact: float, mutated: float, change: str = "", test: str = "") -> Results:
    """A run with one first difference, by default that of the first accumulation mutant in the linear suite."""
    mutant = next(mutant.id for mutant in results.mutants if mutant.family == "accumulation")
    verdicts = CellTable(results)
    write = FirstDifference(
        mutant=change or mutant,
        test=test or verdicts.example_test(change or mutant, "linear") or "",
        site="add.self",
        node="a",
        attribute="grad",
        before=10.0,
        intact=intact,
        mutated=mutated,
    )
    return msgspec.structs.replace(results, first_differences=(write,))


def test_a_killing_test_stands_once_with_the_rows_that_it_kills(results: Results) -> None:
    rows = [row for row, mutant in enumerate(in_source_order(results)) if mutant.family == "accumulation"]
    killed = tuple(in_source_order(results)[row].id for row in rows)
    test = VerifiedTest(source="def test_sum():\n    pass\n", kills=(*killed, results.breaks[0].id))
    data = data_of(msgspec.structs.replace(results, killing_tests=(test,)))
    assert data.remedies == (("def test_sum():\n    pass", *rows, len(results.mutants)),)


def test_a_write_that_differs_has_both_gradients(results: Results) -> None:
    data = data_of(with_writes(results, intact=4.0, mutated=12.00004))
    row = next(i for i, mutant in enumerate(in_source_order(results)) if mutant.family == "accumulation")
    assert data.writes == {row: {1: ("add.self", "a", "10", "4", "12")}}


def test_a_write_that_replaced_a_sum_by_its_last_term_is_marked(results: Results) -> None:
    (of_suites,) = data_of(with_writes(results, intact=4.0, mutated=-6.0)).writes.values()
    assert of_suites == {1: ("add.self", "a", "10", "4", "−6", "=")}


def test_a_write_of_a_value_where_nothing_was_says_which_attribute(results: Results) -> None:
    run = with_writes(results, intact=4.0, mutated=-6.0)
    write = msgspec.structs.replace(run.first_differences[0], attribute="data", before=None)
    (of_suites,) = data_of(msgspec.structs.replace(run, first_differences=(write,))).writes.values()
    assert of_suites == {1: ("add.self", "a.data", "", "4", "−6")}


def test_a_write_that_is_the_same_has_one_gradient(results: Results) -> None:
    (of_suites,) = data_of(with_writes(results, intact=4.0, mutated=4.0)).writes.values()
    assert of_suites == {1: ("add.self", "a", "10", "4")}


def test_a_write_in_another_test_than_the_one_that_is_spoken_of_is_left_out(results: Results) -> None:
    other = [test.id for test in results.tests if test.suite == "linear"][-1]
    assert data_of(with_writes(results, intact=4.0, mutated=4.0, test=other)).writes == {}


def test_a_break_that_changes_nothing_is_left_to_its_members(results: Results) -> None:
    assert data_of(with_writes(results, intact=4.0, mutated=4.0, change="canonical")).writes == {}
    assert len(data_of(with_writes(results, intact=4.0, mutated=-6.0, change="canonical")).writes) == 1


def test_the_options_of_an_engine_that_nobody_configured_are_as_a_shell_reads_them(results: Results) -> None:
    assert not data_of(results).options
    engine = msgspec.structs.replace(results.engine, options=("--engine", "my engine.py", "--tests", "tests"))
    run = msgspec.structs.replace(results, engine=engine)
    assert data_of(run).options == "--engine 'my engine.py' --tests tests"

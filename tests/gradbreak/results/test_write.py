import json
import math
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from gradbreak.errors import BadResults
from gradbreak.model import Cell, Reason, Results, Status, Tape
from gradbreak.results import encode_mutation_report, encode_results, load_results, write_results
from gradbreak.results import write as write_module
from gradbreak.results.document import ResultsDocument
from gradbreak.results.read import decode_results

ROOT = Path(__file__).resolve().parents[3]


def decoded(results: Results) -> Results:
    return decode_results(encode_results(results), "results.json")


def test_what_was_written_is_read_back(build, tmp_path):
    write_results(build.results(), tmp_path / "results.json")
    assert load_results(tmp_path / "results.json") == build.results()


@pytest.mark.parametrize("gradient", [math.inf, -math.inf, math.nan])
def test_a_number_that_json_does_not_have_is_refused_and_the_old_file_kept(build, tmp_path, gradient):
    path = tmp_path / "results.json"
    path.write_text("old")
    broken = Tape(writes=(), gradients={"a": gradient})
    results = build.results(examples=(msgspec.structs.replace(build.example(), broken=broken),))
    with pytest.raises(BadResults, match=r"cannot be written: .*broken\.gradients"):
        write_results(results, path)
    assert path.read_text() == "old"


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        (lambda cells: (*cells, cells[0]), "there are two cells for"),
        (lambda cells: (msgspec.structs.replace(cells[0], mutant="ghost"),), "a cell names the mutant 'ghost'"),
    ],
)
def test_results_that_do_not_fit_together_are_refused_and_the_old_file_kept(build, tmp_path, spoilt, problem):
    path = tmp_path / "results.json"
    path.write_text("old")
    results = build.results()
    with pytest.raises(BadResults, match=f"cannot be written: {problem}"):
        write_results(msgspec.structs.replace(results, cells=spoilt(results.cells)), path)
    assert path.read_text() == "old"


def test_text_that_reads_back_differently_is_refused(build, tmp_path, monkeypatch):
    def forgetful(results: Results) -> bytes:
        return encode_results(msgspec.structs.replace(results, source="something else"))

    monkeypatch.setattr(write_module, "encode_results", forgetful)
    with pytest.raises(BadResults, match="differ after being written and read again"):
        write_results(build.results(), tmp_path / "results.json")
    assert not (tmp_path / "results.json").exists()


def test_what_is_decoded_equals_what_was_encoded(build):
    assert decoded(build.results()) == build.results()


def test_equal_runs_give_equal_bytes(build):
    assert encode_results(build.results()) == encode_results(build.results())


def test_keys_are_in_the_order_of_the_model(build):
    assert tuple(json.loads(encode_results(build.results()))) == ResultsDocument.__struct_encode_fields__


def test_what_differs_between_two_runs_is_at_the_end(build):
    assert list(json.loads(encode_results(build.results())))[-1] == "timing"


def test_dictionaries_keep_the_order_of_the_run(build):
    families = tuple(build.family(name) for name in ("zeta", "sign", "alpha"))
    summary = json.loads(encode_results(build.results(families=families)))["summary"]
    assert list(summary["families"]) == ["zeta", "sign", "alpha"]


def test_each_cell_is_a_line_of_its_own(build):
    results = build.results()
    lines = encode_results(results).decode().splitlines()
    assert sum(line.startswith("    [") for line in lines) == len(results.cells) + len(results.break_cells)


def test_equal_failures_are_written_once(build):
    results = build.results()
    failure = build.failure()
    cells = tuple(msgspec.structs.replace(cell, failure=cell.failure and failure) for cell in results.cells)
    document = json.loads(encode_results(msgspec.structs.replace(results, cells=cells, break_cells=())))
    assert [each["message"] for each in document["failures"]] == [failure.message]
    assert [each["statement"] for each in document["failed_lines"]] == [failure.statement]
    assert {cell[3] for cell in document["cells"] if len(cell) > 3} == {0}


def test_a_cell_ends_with_the_last_thing_that_is_known_of_it(build):
    f, d = "tests/forward/test_f.py::test_f", "tests/diamond/test_d.py::test_d"
    results = build.results(f"{f} {d}\nadd.1 s t\nadd.2 k s")
    first, *others = results.cells
    reasoned = msgspec.structs.replace(first, reason=Reason.UNCHANGED)
    document = json.loads(encode_results(msgspec.structs.replace(results, cells=(reasoned, *others))))
    assert document["cells"] == [
        [0, 0, "survived", None, "unchanged"],
        [0, 1, "timeout"],
        [1, 0, "killed", 0],
        [1, 1, "survived"],
    ]


def test_one_changed_verdict_changes_one_line_of_the_cells(build):
    results = build.results()
    changed = msgspec.structs.replace(results.cells[0], status=Status.TIMEOUT)
    others = msgspec.structs.replace(results, cells=(changed, *results.cells[1:]))
    before, after = (encode_results(each).decode().splitlines() for each in (results, others))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_empty_lists_are_written_too(build):
    nothing = {"cells": (), "break_cells": (), "first_differences": (), "proofs": ()}
    results = msgspec.structs.replace(build.results(), **nothing)
    assert decoded(results) == results


def test_all_but_the_long_lists_is_indented_by_two_spaces(build):
    results = msgspec.structs.replace(build.results(), cells=(), break_cells=(), mutants=(), tests=())
    text = encode_results(results).decode()
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_text_is_utf8_with_a_line_break_at_the_end(build):
    families = (build.family("sign"), msgspec.structs.replace(build.family("accumulation"), symbol="+= → ="))
    data = encode_results(build.results(families=families))
    assert "+= → =" in data.decode()
    assert data.endswith(b"}\n")


def test_a_line_break_inside_a_text_survives(build):
    results = build.results(
        mutants=tuple(build.mutant(n, diff="-a\n+b\n  c\n") for n in ("add.1", "add.2", "mul.1", "mul.2"))
    )
    assert decoded(results) == results


MB = 1_000_000


@pytest.fixture(scope="module")
def example() -> Results:
    """The committed run of this repository."""
    return load_results(ROOT / "reports/example/results.json")


def ten_times(results: Results) -> Results:
    """The same run with ten times as many tests, none of which fails like another."""

    def copied(cells: tuple[Cell, ...], name: str) -> Iterator[Cell]:
        for cell in cells:
            at = cell.failure and {"file": f"{name}/{cell.failure.file}", "message": f"{cell.failure.message} {name}"}
            failure = cell.failure and msgspec.structs.replace(cell.failure, **at)
            yield msgspec.structs.replace(cell, test=f"{name}/{cell.test}", failure=failure)

    names = [f"copy_{number}" for number in range(10)]
    return msgspec.structs.replace(
        results,
        tests=tuple(
            msgspec.structs.replace(test, id=f"{name}/{test.id}", file=f"{name}/{test.file}")
            for name in names
            for test in results.tests
        ),
        cells=tuple(cell for name in names for cell in copied(results.cells, name)),
        break_cells=tuple(cell for name in names for cell in copied(results.break_cells, name)),
    )


def test_the_files_of_this_repositorys_run_are_small_enough_to_send(example):
    assert len(encode_results(example)) < 1.5 * MB
    assert len(encode_mutation_report(example)) < 0.5 * MB


def test_the_file_of_ten_times_the_tests_is_small_enough_to_read(example):
    many = ten_times(example)
    assert len(many.tests) == 10 * len(example.tests)
    assert len(encode_results(many)) < 15 * MB

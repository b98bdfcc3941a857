import json
import math

import msgspec
import pytest

from gradbreak.errors import BadResults
from gradbreak.model import Results, Tape
from gradbreak.results import encode_results, load_results, write_results
from gradbreak.results import write as write_module


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


def test_results_with_a_hole_in_the_matrix_are_refused_and_the_old_file_kept(build, tmp_path):
    path = tmp_path / "results.json"
    path.write_text("old")
    results = build.results()
    with pytest.raises(BadResults, match="there is no cell for"):
        write_results(msgspec.structs.replace(results, cells=results.cells[1:]), path)
    assert path.read_text() == "old"


def test_text_that_reads_back_differently_is_refused(build, tmp_path, monkeypatch):
    def forgetful(results: Results) -> bytes:
        return msgspec.json.encode(msgspec.structs.replace(results, source="something else"))

    monkeypatch.setattr(write_module, "encode_results", forgetful)
    with pytest.raises(BadResults, match="differ after being written and read again"):
        write_results(build.results(), tmp_path / "results.json")
    assert not (tmp_path / "results.json").exists()


def test_what_is_decoded_equals_what_was_encoded(build):
    assert msgspec.json.decode(encode_results(build.results()), type=Results) == build.results()


def test_equal_runs_give_equal_bytes(build):
    assert encode_results(build.results()) == encode_results(build.results())


def test_keys_are_in_the_order_of_the_model(build):
    assert tuple(json.loads(encode_results(build.results()))) == Results.__struct_encode_fields__


def test_dictionaries_keep_the_order_of_the_run(build):
    families = tuple(build.family(name) for name in ("zeta", "sign", "alpha"))
    summary = json.loads(encode_results(build.results(families=families)))["summary"]
    assert list(summary["families"]) == ["zeta", "sign", "alpha"]


def test_each_cell_is_a_line_of_its_own(build):
    results = build.results()
    lines = encode_results(results).decode().splitlines()
    assert sum(line.startswith('    {"mutant":') for line in lines) == len(results.cells) + len(results.break_cells)


def test_one_changed_verdict_changes_one_line_of_the_cells(build):
    results = build.results()
    changed = msgspec.structs.replace(results.cells[0], mutant="other")
    others = msgspec.structs.replace(results, cells=(changed, *results.cells[1:]))
    before, after = (encode_results(each).decode().splitlines() for each in (results, others))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_empty_lists_are_written_too(build):
    results = msgspec.structs.replace(build.results(), cells=(), tests=(), proofs=())
    assert msgspec.json.decode(encode_results(results), type=Results) == results


def test_all_but_the_long_lists_is_indented_by_two_spaces(build):
    results = msgspec.structs.replace(build.results(), cells=(), break_cells=(), tests=())
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
    assert msgspec.json.decode(encode_results(results), type=Results) == results

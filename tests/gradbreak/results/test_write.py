import math

import msgspec
import pytest

from gradbreak.errors import BadResults
from gradbreak.model import Results, Tape
from gradbreak.results import load_results, write_results
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
    with pytest.raises(BadResults, match="read back differently"):
        write_results(build.results(), tmp_path / "results.json")
    assert not (tmp_path / "results.json").exists()

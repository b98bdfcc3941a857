"""A results file of 0.1.0, whose schema version is 1, is still read.

``keys_of_0_1_0.json`` has every key that such a file can have, by the name of its definition in the JSON Schema. It is
never changed: what is added to the model later needs a default, and what is removed needs a conversion.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from gradbreak.errors import BadResults
from gradbreak.model import Cell, Reason, Results, Status
from gradbreak.results.read import decode_results

KEYS: dict[str, list[str]] = json.loads(Path(__file__).with_name("keys_of_0_1_0.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def definitions() -> dict[str, dict[str, object]]:
    _, components = msgspec.json.schema_components([Results], ref_template="#/$defs/{name}")
    return components


@pytest.mark.parametrize("name", KEYS)
def test_no_key_is_needed_that_an_old_file_lacks(definitions, name):
    assert set(definitions[name].get("required", ())) <= set(KEYS[name])


@pytest.mark.parametrize("name", KEYS)
def test_every_key_of_an_old_file_is_still_known(definitions, name):
    assert set(KEYS[name]) <= set(definitions[name]["properties"])


@pytest.fixture
def old_file(build):
    """A file of version 1: a cell for every test on every mutant, and ids and failures in each cell."""
    results = build.results()

    def dense(cells, changes):
        found = {(cell.mutant, cell.test): cell for cell in cells}
        return tuple(
            found.get((change.id, test.id))
            or Cell(mutant=change.id, test=test.id, status=Status.NOT_REACHED, reason=Reason.UNREACHED)
            for change in changes
            for test in results.tests
        )

    cells, break_cells = dense(results.cells, results.mutants), dense(results.break_cells, results.breaks)
    assert len(cells) > len(results.cells)
    old = msgspec.structs.replace(results, schema_version=1, cells=cells, break_cells=break_cells)
    return json.loads(msgspec.json.encode(old))


def test_a_file_of_0_1_0_says_the_same_as_one_of_this_version(build, old_file):
    assert decode_results(json.dumps(old_file).encode(), "results.json") == build.results()


@pytest.mark.parametrize("key", ["cells", "break_cells"])
def test_a_file_of_0_1_0_without_one_of_its_cells_is_refused(old_file, key):
    del old_file[key][0]
    with pytest.raises(BadResults, match=r"results\.json: there are \d+ cells for \d mutants or breaks and 3 tests"):
        decode_results(json.dumps(old_file).encode(), "results.json")

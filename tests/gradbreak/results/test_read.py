import json
import operator

import pytest

from gradbreak.errors import BadResults, ExitCode
from gradbreak.model import SCHEMA_VERSION
from gradbreak.results import encode_results, load_results


@pytest.fixture
def file(tmp_path):
    return tmp_path / "results.json"


@pytest.fixture
def document(build):
    """A sound results file as plain JSON, to be spoilt."""
    return json.loads(encode_results(build.results()))


def complaint(file) -> BadResults:
    with pytest.raises(BadResults) as caught:
        load_results(file)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code is ExitCode.BAD_RESULTS
    return caught.value


def test_a_sound_file_is_read(build, file):
    file.write_bytes(encode_results(build.results()))
    assert load_results(file) == build.results()


def test_a_missing_file_is_named_with_what_makes_one(file):
    error = complaint(file)
    assert str(file) in error.problem
    assert "gradbreak run" in error.next_step


def test_a_folder_in_place_of_the_file_is_an_unreadable_file(tmp_path):
    assert "cannot be read: Is a directory" in complaint(tmp_path).problem


@pytest.mark.parametrize("content", [b"", b"{", b"not json", b"\x00\x01", b'{"schema_version": 1,}'])
def test_what_is_not_json_is_said_to_be_so(file, content):
    file.write_bytes(content)
    assert "results.json is not JSON: " in complaint(file).problem


@pytest.mark.parametrize("content", [b"\xff\xfe{\x00", b'{"schema_version": 1, "source": "\xe9"}'])
def test_what_is_not_utf8_is_said_to_be_so(file, content):
    file.write_bytes(content)
    assert complaint(file).problem == "results.json is not UTF-8 text"


@pytest.mark.parametrize("content", ["[]", "3", "{}", '{"schema_version": "1"}', '{"schemaVersion": "2"}'])
def test_json_of_another_kind_is_not_a_results_file(file, content):
    file.write_text(content)
    assert "is JSON, but not a results file" in complaint(file).problem


def test_another_version_names_both_versions_and_the_release_that_can_render_it(file):
    file.write_text(json.dumps({"schema_version": SCHEMA_VERSION + 1, "tool": {"gradbreak": "9.8.7"}}))
    error = complaint(file)
    assert f"schema version {SCHEMA_VERSION + 1}" in error.problem
    assert f"reads versions up to {SCHEMA_VERSION}" in error.problem
    assert error.next_step == "Render it with gradbreak 9.8.7, or make it again with `gradbreak run`"


@pytest.mark.parametrize("tool", [None, "9.8.7", {"name": "gradbreak"}, {"gradbreak": 9}])
def test_another_version_that_does_not_say_who_wrote_it_still_ends_with_a_next_step(file, tool):
    file.write_text(json.dumps({"schema_version": 0, "tool": tool}))
    assert complaint(file).next_step.startswith("Render it with the gradbreak that wrote it")


def test_a_missing_key_is_named_with_its_place(file, document):
    del document["failures"][3]["message"]
    file.write_text(json.dumps(document))
    assert complaint(file).problem == "results.json: object missing required field 'message' at 'failures[3]'"


def test_a_missing_key_of_the_file_itself_has_no_place(file, document):
    del document["proofs"]
    file.write_text(json.dumps(document))
    assert complaint(file).problem == "results.json: object missing required field 'proofs'"


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda d: operator.setitem(d["cells"][0], 2, "maybe"), "invalid enum value 'maybe' at 'cells[0][2]'"),
        (lambda d: operator.setitem(d["cells"][0], 0, -1), "expected 'int' >= 0 at 'cells[0][0]'"),
        (lambda d: d["tests"][1].update(line="3"), "expected 'int', got 'str' at 'tests[1].line'"),
        (lambda d: d.update(source=None), "expected 'str', got 'null' at 'source'"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(file, document, spoil, problem):
    spoil(document)
    file.write_text(json.dumps(document))
    assert complaint(file).problem == f"results.json: {problem}"


def test_a_file_with_two_cells_for_the_same_mutant_and_test_is_refused(file, document):
    document["cells"].append(document["cells"][0])
    file.write_text(json.dumps(document))
    assert "there are two cells for" in complaint(file).problem


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda d: operator.setitem(d["cells"][1], 0, 4), "cells[1] names number 4 of mutants, which has 4"),
        (lambda d: operator.setitem(d["cells"][1], 1, 3), "cells[1] names number 3 of tests, which has 3"),
        (lambda d: operator.setitem(d["break_cells"][2], 0, 1), "break_cells[2] names number 1 of breaks, which has 1"),
        (lambda d: operator.setitem(d["break_cells"][0], 3, 99), "break_cells[0] names number 99 of failures"),
        (lambda d: d["failures"][0].update(at=1), "failures[0] names number 1 of failed_lines, which has 1"),
    ],
)
def test_a_number_that_its_list_does_not_have_is_named_with_its_place(file, document, spoil, problem):
    spoil(document)
    file.write_text(json.dumps(document))
    assert complaint(file).problem.startswith(f"results.json: {problem}")


def test_a_file_whose_parts_do_not_fit_is_refused(file, document):
    document["families"].pop()
    file.write_text(json.dumps(document))
    assert "the family 'sign' is named" in complaint(file).problem


def test_a_key_that_a_later_release_added_is_passed_over(build, file, document):
    document["failures"][0]["mood"] = "fine"
    file.write_text(json.dumps(document))
    assert load_results(file) == build.results()

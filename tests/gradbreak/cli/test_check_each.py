"""A class of engines, graded once."""

from __future__ import annotations

import json
import shutil

import jsonschema
import pytest

from gradbreak.cli.engine_grading_options import FORMATS, POLICIES
from gradbreak.errors import ExitCode
from gradbreak.grading.api import FeedbackPolicy, Format
from tests.engines import samples
from tests.gradbreak.cli.ending import gradbreak

pytestmark = pytest.mark.slow  # six processes that check an engine, each in a sandbox

RIGHT = (samples.FOLDER / "nested_closures" / "engine.py").read_text(encoding="utf-8")
ENGINES = {
    "anna": RIGHT + "\nimport sys\nprint('x' * 1_000_000)\nsys.stderr.write('y' * 1_000_000)\n",
    "ben": RIGHT.replace("self.grad += other.data * out.grad", "self.grad = other.data * out.grad"),
    "carl": "import os\nos._exit(0)\n",
    "dora": "raise ValueError('not yet')\n",
    "emil": "x = bytearray(4 << 30)\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    (folder / "engines").mkdir()
    for name, text in ENGINES.items():
        (folder / "engines" / f"{name}.py").write_text(text, encoding="utf-8")
    notebook = samples.FOLDER / "notebook" / "backprop.ipynb"
    shutil.copy(notebook, folder / "engines" / "fay.ipynb")
    return folder


@pytest.fixture(scope="module")
def ending(folder):
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        return gradbreak("check", "--each", "engines", "--format", "json", "--jobs", "2")


@pytest.fixture
def grades(ending) -> dict:
    return {each["submission"]: each for each in json.loads(ending.out)}


def test_each_engine_has_its_verdict_and_what_it_does_costs_itself_alone(ending, grades):
    assert {name: each["verdict"] for name, each in grades.items()} == {
        "anna": "right",
        "ben": "wrong",
        "carl": "not_gradable",
        "dora": "not_gradable",
        "emil": "not_gradable",
        "fay": "right",
    }
    assert ending.code == ExitCode.WRONG_ENGINE


def test_a_wrong_engine_is_told_the_numbers_and_the_break_that_it_behaves_like(grades):
    check = grades["ben"]["check"]
    assert (check["differences"][0]["expected"], check["differences"][0]["actual"]) == (12.0, 6.0)
    assert (check["explanations"][0]["kind"], check["explanations"][0]["operation"]) == ("assigns", "mul")
    assert grades["ben"]["levels"]["diamonds"]["missed"] == ["mul"]


def test_an_engine_that_could_not_be_graded_says_why(grades):
    assert grades["carl"]["problem"] == "its check was ended: its process ended before it did"
    assert grades["dora"]["problem"] == "importing it raises ValueError: not yet (dora.py)"
    assert grades["emil"]["problem"] == "importing it raises MemoryError (emil.py)"


def test_every_document_keeps_to_the_schema_that_is_printed(grades):
    schema = json.loads(gradbreak("schema", "engine-grade").out)
    for grade in grades.values():
        jsonschema.validate(grade, schema)


def test_pages_are_written_for_the_teacher_and_for_each_author(ending, folder):
    written = folder / "reports" / "engines"
    assert str(written) in ending.err
    page = (written / "submissions" / "ben.html").read_text(encoding="utf-8")
    assert "a.grad should be 12 and is 6" in page
    assert "2 of 6 engines are right" in (written / "index.html").read_text(encoding="utf-8")


def test_no_engine_is_run_again_and_points_follow_the_rubric(ending, folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setattr("gradbreak.grading.engine_check.engine_grader.facts_of", None)
    rubric = folder / "rubric.toml"
    rubric.write_text("[engine_points]\nvalues = 0\ngradients = 0\ndiamonds = 6\norders = 0\n")
    again = gradbreak("check", "--each", "engines", "--format", "json", "--rubric", "rubric.toml")
    scores = {each["submission"]: each["score"] for each in json.loads(again.out)}
    # Two of three diamonds; of what is left, an engine without a reset and with recursion has two sweeps.
    assert scores["ben"] == 4.0
    assert scores["anna"] == 11.0
    assert ending.code == again.code


def test_options_of_grading_are_refused_for_an_engine_of_ones_own(folder):
    refused = gradbreak("check", folder / "engines" / "ben.py", "--anonymous")
    assert refused.code == ExitCode.USAGE
    assert "--anonymous is for --each" in refused.err


def test_a_format_for_one_engine_is_refused_for_a_class(folder):
    refused = gradbreak("check", "--each", folder / "engines", "--format", "gradescope")
    assert refused.code == ExitCode.USAGE


def test_a_rubric_that_gives_no_points_is_refused(folder, monkeypatch):
    monkeypatch.chdir(folder)
    nothing = "\n".join(
        f"{name} = 0" for name in ("values", "gradients", "diamonds", "orders", "depth", "two_sweeps", "zero_grad")
    )
    (folder / "nothing.toml").write_text(f"[engine_points]\n{nothing}\n")
    refused = gradbreak("check", "--each", "engines", "--rubric", "nothing.toml")
    assert refused.code == ExitCode.BAD_CONFIG
    assert "gives no points" in refused.error


def test_the_formats_and_policies_are_those_of_grading():
    assert tuple(each.value for each in Format) == FORMATS
    assert tuple(each.value for each in FeedbackPolicy) == POLICIES


def test_a_conftest_beside_an_engine_is_not_loaded(tmp_path, monkeypatch):
    (tmp_path / "gus").mkdir()
    (tmp_path / "gus" / "engine.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "gus" / "conftest.py").write_text("import what_nobody_has\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    results = json.loads(gradbreak("check", "gus", "--format", "gradescope").out)
    assert results["extra_data"]["verdict"] == "right"

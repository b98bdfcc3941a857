"""What is made of an engine about which nothing is declared."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.making import needed_packages
from gradbreak.grading.one_submission import grade_one
from gradbreak.grading.prepare import prepare
from gradbreak.project.opening import open_project
from tests.engines import samples

pytestmark = pytest.mark.slow  # a suite is written, four controls are checked, and the grader checks itself


def project_of(name: str, folder: Path, monkeypatch):
    sample = samples.read_sample(name)
    for file in sample.engine:
        shutil.copy(sample.folder / file, folder)
    monkeypatch.chdir(folder)
    (folder / ".gradbreak").mkdir()
    return open_project(None, [folder / file for file in sample.engine], is_about_suites=False).config


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    """The grader of an engine that keeps its parents in a set."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("set_children")
        config = project_of("set_children", folder, monkeypatch)
        return prepare(config, folder / ".gradbreak")


def test_the_controls_differ_in_what_no_test_may_depend_on(grader):
    assert [each.name for each in grader.engines.controls] == ["explicit", "right-first", "renamed", "slots"]
    reference = grader.engines.reference.text["micro.py"]
    others = {each.name: each.text["micro.py"] for each in grader.engines.controls if not each.sets.is_reversed}
    assert all(text != reference for text in others.values())


def test_the_other_order_of_an_engine_with_sets_is_that_of_its_sets(grader):
    assert [(each.name, each.sets.is_reversed) for each in grader.engines.decoys] == [
        ("decoy", False),
        ("decoy:reversed", True),
    ]


def test_the_made_suite_gets_full_marks_and_its_linear_tests_none(grader):
    levels = {name for row in grader.reference_rows for name in row.caught}
    assert levels == {each.id for each in grader.engines.broken}
    linear = [row for row in grader.reference_rows if "test_linear" in row.test]
    assert linear
    assert all(row.caught == () for row in linear)


HONEST = b"""
from micro import Value

def test_a_variable_that_is_used_three_times():
    a = Value(3.0)
    (a * a + a).backward()
    assert a.grad == 7.0

def test_that_calls_a_closure_by_hand():
    a = Value(3.0)
    out = a + a
    out.grad = 1.0
    out._backward()
    assert a.grad == 2.0
"""


def test_no_honest_test_is_unstable_and_one_that_needs_a_private_name_is_set_aside(grader):
    submission = grader.reference.__class__(name="s", files={"test_s.py": HONEST}, left_out=(), problem="", sha256="s")
    grade = grade_one(grader, submission).grade
    assert grade.verdict == "catches"
    assert [each.test for each in grade.set_aside] == ["test_s.py::test_that_calls_a_closure_by_hand"]
    assert "the names of private attributes" in grade.set_aside[0].reason


def test_no_test_is_graded_on_a_wrong_engine(tmp_path, monkeypatch):
    text = (samples.FOLDER / "nested_closures" / "engine.py").read_text(encoding="utf-8")
    (tmp_path / "engine.py").write_text(text.replace("* out.grad", "* out.grad * 2"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    config = open_project(None, [tmp_path / "engine.py"], is_about_suites=False).config
    with pytest.raises(CouldNotGrade, match=r"engine.py is wrong, so no test can be graded on it: .* should be"):
        prepare(config, None)


def test_the_packages_that_an_engine_imports_are_named_by_their_distributions():
    assert needed_packages(["import pytest, math\nfrom . import own\n", "from msgspec import Struct"]) == (
        "pytest",
        "msgspec",
    )


@pytest.mark.parametrize(
    ("name", "has_two_orders"),
    [("lambdas", True), ("none_if_statement", True), ("module_functions", True), ("dict_get", False)],
)
def test_an_engine_of_another_shape_is_graded_on_as_well(name, has_two_orders, tmp_path, monkeypatch):
    grader = prepare(project_of(name, tmp_path, monkeypatch), None)
    caught = {id_ for row in grader.reference_rows for id_ in row.caught}
    assert caught == {each.id for each in grader.engines.broken}
    assert (len(grader.engines.decoys) == 2) == has_two_orders

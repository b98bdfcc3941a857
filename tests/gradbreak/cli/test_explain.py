from __future__ import annotations

import json
import shutil

import pytest

from gradbreak.errors import ExitCode
from gradbreak.results.read import load_results
from tests.engines import samples
from tests.gradbreak.cli.ending import gradbreak


@pytest.fixture
def explain(journalled):
    return lambda *arguments: gradbreak("explain", *arguments, "--root", journalled.root)


def test_a_mutant_is_explained_up_to_a_test_that_kills_it(explain):
    ending = explain("mul.self", "--test", "test_product")
    assert ending.code == ExitCode.DONE
    for said in (
        "mul.self += → =\n",
        "+            self.slope = other.held * out.slope\n",
        "straight      3        1        0        0\n",
        "reached → nothing changed: every write was the same, so the mutant survives\n",
        "  No write differs.\n",
        "    a.slope is 3 instead of 4.\n",
        "def test_every_use_of_a_counts_in_the_gradients_of_a_times_b_plus_a_where_a_is_2_and_b_is_3() -> None:\n",
    ):
        assert said in ending.out


def test_json_holds_the_same(explain):
    ending = explain("mul.self", "--suite", "diamond", "--format", "json")
    found = json.loads(ending.out)
    assert found["ladder"] == [
        {"suite": "diamond", "tests": 3, "reached": 3, "changed": 1, "noticed": 1, "unmeasured": 0}
    ]
    tape = found["test"]["tape"]
    assert tape["rows"][tape["first"]] == {
        "site": "mul.self",
        "target": "a.slope",
        "intact": {"before": 1.0, "after": 4.0},
        "mutated": {"before": 1.0, "after": 3.0},
        "effect": "replaced, not added",
    }
    assert found["killing_test"]["expected"] == {"a.slope": 4.0, "b.slope": 2.0}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["mul.slef"], ExitCode.NO_SUCH_MUTANT, "no mutant or break is called 'mul.slef'. Did you mean 'mul.self'?"),
        (
            ["mul.self", "--suite", "diamnod"],
            ExitCode.NO_SUCH_SUITE,
            "there is no suite 'diamnod'. Did you mean 'diamond'? Choose among: ",
        ),
        (["mul.self", "--test", "tests/x.py::test_x"], ExitCode.NO_SUCH_TEST, "tests/x.py is in no suite. Name a "),
    ],
)
def test_a_wrong_name_ends_with_one_line_and_its_own_code(explain, arguments, code, said):
    ending = explain(*arguments)
    assert ending.code == code
    assert ending.error.startswith(said)


def test_a_test_and_a_suite_are_one_choice_too_many(explain):
    assert explain("mul.self", "--test", "test_sum", "--suite", "diamond").code == ExitCode.USAGE


def test_the_options_in_the_results_of_an_engine_that_nobody_configured_name_it_to_the_next_command(
    tmp_path, monkeypatch
):
    shutil.copytree(samples.FOLDER / "nested_closures", tmp_path / "project")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    named = ["--engine", "../project/engine.py", "--tests", "../project/test_engine.py"]
    assert gradbreak("run", *named, "--only", "accumulation").code == ExitCode.DONE
    options = load_results(here / "reports/latest/results.json").engine.options
    assert gradbreak("explain", "mul.self", *options).code == ExitCode.DONE
    assert list(options) == named

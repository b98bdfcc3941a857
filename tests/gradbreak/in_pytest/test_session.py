"""``pytest --gradbreak`` as a person types it."""

from __future__ import annotations

import os
import re

import pytest

from tests.gradbreak.in_pytest.sessions import UNCONFIGURED, pytest_in
from tests.gradbreak.small_project import Project

pytestmark = pytest.mark.slow

LATE = """\
def test_late():
    from importlib import import_module

    a = import_module("tiny.core").Node(3.0)
    (a + a).pull()
    assert a.slope == 2.0
"""


@pytest.fixture
def unconfigured(tmp_path) -> Project:
    return Project(tmp_path / "project").write(UNCONFIGURED)


def counts(output: str) -> list[str]:
    return re.findall(r"\d+ of \d+ sites caught, by \d+ tests?", output)


def test_the_engine_that_the_tests_import_is_recognised(unconfigured):
    code, output = pytest_in(unconfigured, "--gradbreak", "tests/diamond/test_diamond.py")
    assert code == 0
    assert "gradbreak: tiny/core.py, Node" in output
    assert "Caught: tests fail when every gradient write replaces instead of adding." in output
    assert counts(output) == ["4 of 4 sites caught, by 3 tests"]


def test_a_survivor_is_named_with_its_reason_and_the_test_to_write_catches_it(unconfigured):
    arguments = ("--gradbreak", "-k", "itself or every_use", "tests/diamond")
    _, output = pytest_in(unconfigured, *arguments)
    assert counts(output) == ["2 of 4 sites caught, by 1 test"]
    survivors = re.findall(
        r"^  (\S+) +tiny/core.py:\d+ +reached, nothing changed: run by 1 test,", output, re.MULTILINE
    )
    assert survivors == ["add.self", "add.other"]
    told = output.partition("fails when add.self replaces instead of adding:\n")[2].partition("=====")[0]
    unconfigured.write({"tests/diamond/test_told.py": "\n".join(line[4:] for line in told.splitlines())})
    _, output = pytest_in(unconfigured, *arguments)
    assert "add.self " not in output
    assert "add.other " in output


def test_where_the_rubric_gives_no_whole_test_a_survivor_comes_without_one(unconfigured):
    unconfigured.write({"mutation_config/rubric.toml": "hints = 2\n"})
    _, output = pytest_in(unconfigured, "--gradbreak", "-k", "itself or every_use", "tests/diamond")
    assert "add.self " in output
    assert "For a hint: gradbreak grade PATH --hint 1" in output
    assert "def test" not in output


def test_a_keyword_selects_the_tests_that_count(unconfigured):
    _, output = pytest_in(
        unconfigured, "--gradbreak", "-k", "product and not itself", "tests/straight/test_straight.py"
    )
    assert counts(output) == ["0 of 4 sites caught, by 1 test"]
    assert re.search(r"add\.self +tiny/core.py:\d+ +not reached: no test runs this write", output)


def test_a_file_of_which_no_test_is_selected_is_not_imported_again(unconfigured):
    unconfigured.write({"tests/diamond/test_broken.py": "raise RuntimeError\n"})
    code, output = pytest_in(
        unconfigured, "--gradbreak", "tests/diamond/test_diamond.py", "tests/straight/test_straight.py"
    )
    assert (code, counts(output)) == (0, ["4 of 4 sites caught, by 6 tests"])


def test_too_few_sites_fail_the_session(unconfigured):
    code, output = pytest_in(unconfigured, "--gradbreak", "--gradbreak-min", "3", "-k", "itself", "tests/diamond")
    assert code == 1
    assert "--gradbreak-min 3: sites caught: 2." in output


def test_as_many_sites_as_asked_for_pass(unconfigured):
    code, _ = pytest_in(unconfigured, "--gradbreak", "--gradbreak-min", "2", "-k", "itself", "tests/diamond")
    assert code == 0


def test_nothing_is_run_on_mutants_after_a_failure(unconfigured):
    unconfigured.edit("tests/straight/test_straight.py", "product.held == 15.0", "product.held == 16.0")
    code, output = pytest_in(unconfigured, "--gradbreak", "tests/straight/test_straight.py")
    assert code == 1
    assert "Not run: the tests must pass first." in output


def test_without_an_engine_the_session_fails_and_says_how_to_name_one(unconfigured):
    unconfigured.write({"tests/test_alone.py": "def test_alone():\n    pass\n"})
    code, output = pytest_in(unconfigured, "--gradbreak", "tests/test_alone.py")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "Name the engine with --gradbreak-engine PATH" in output


def test_the_option_names_an_engine_that_the_tests_do_not_import(unconfigured):
    unconfigured.write({"tests/test_late.py": LATE})
    code, output = pytest_in(unconfigured, "--gradbreak", "--gradbreak-engine", "tiny/core.py", "tests/test_late.py")
    assert (code, counts(output)) == (0, ["1 of 4 sites caught, by 1 test"])


def test_the_suites_of_a_configuration_are_counted_and_other_tests_named(project):
    project.write({"tests/test_other.py": "def test_other():\n    pass\n"})
    code, output = pytest_in(project, "--gradbreak", "tests")
    assert (code, counts(output)) == (0, ["4 of 4 sites caught, by 6 tests"])
    assert "Outside the suites of this project, and not counted: 1 test." in output


def test_the_page_is_written_where_the_option_says(project):
    code, output = pytest_in(project, "--gradbreak", "--gradbreak-html", "pages/sites.html", "tests/diamond")
    assert code == 0
    assert f"Page: {project.root / 'pages/sites.html'}" in output
    assert (project.root / "pages/sites.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_option_may_stand_in_addopts(unconfigured):
    unconfigured.edit("pyproject.toml", '"--import-mode=importlib"', '"--import-mode=importlib", "--gradbreak"')
    code, output = pytest_in(unconfigured, "tests/diamond/test_diamond.py")
    assert (code, counts(output)) == (0, ["4 of 4 sites caught, by 3 tests"])


def test_with_xdist_the_controller_alone_acts_and_knows_what_was_selected(unconfigured):
    code, output = pytest_in(unconfigured, "--gradbreak", "-n", "2", "-k", "itself", "tests/diamond")
    assert (code, counts(output)) == (0, ["2 of 4 sites caught, by 1 test"])


def test_under_mutmut_nothing_more_is_run(unconfigured, monkeypatch):
    monkeypatch.setitem(os.environ, "MUTANT_UNDER_TEST", "tiny.core.x__nothing__mutmut_1")
    code, output = pytest_in(unconfigured, "--gradbreak", "tests/diamond/test_diamond.py")
    assert code == 0
    assert "gradbreak:" not in output


def test_tests_that_are_only_collected_are_not_run_on_mutants(unconfigured):
    code, output = pytest_in(unconfigured, "--gradbreak", "--collect-only", "tests/diamond")
    assert code == 0
    assert counts(output) == []

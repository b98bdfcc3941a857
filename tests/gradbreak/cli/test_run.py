from __future__ import annotations

import json

import jsonschema
import msgspec
import pytest

from gradbreak.results.read import load_results
from tests.gradbreak.cli.ending import Ending, gradbreak
from tests.gradbreak.small_project import Project
from tests.gradbreak.untimed import without_timing

FILES = ["index.es.html", "index.html", "mutation-report.json", "results.json"]


@pytest.fixture(scope="module")
def project(finished, tmp_path_factory) -> Project:
    """A project with the rows of an earlier run, so that each command here is quick."""
    return finished.project.copy_to(tmp_path_factory.mktemp("cli") / "project")


@pytest.fixture(scope="module")
def ran(project) -> Ending:
    return gradbreak("run", "--root", project.root)


def test_a_run_leaves_a_page_the_results_and_the_mutation_report(project, ran):
    assert ran.code == 0
    assert sorted(path.name for path in (project.root / "reports/latest").iterdir()) == FILES


def test_it_prints_where_the_page_is(project, ran):
    assert ran.out.splitlines()[-1] == f"Report: {project.root / 'reports/latest/index.html'}"


def test_the_results_on_disk_are_those_of_the_run(project, finished, ran):
    on_disk = load_results(project.root / "reports/latest/results.json")
    assert without_timing(msgspec.structs.replace(on_disk, killing_tests=())) == without_timing(finished.results)


def test_the_results_on_disk_have_a_killing_test_for_each_site_that_a_suite_misses(project, ran):
    on_disk = load_results(project.root / "reports/latest/results.json")
    sites = {mutant.id for mutant in on_disk.mutants if mutant.family == "accumulation"}
    assert sites <= {id_ for each in on_disk.killing_tests for id_ in each.kills}


def test_it_says_what_it_did_and_in_how_long(ran):
    said = ran.out.splitlines()[-2]
    assert said.startswith("39 mutants and 3 breaks × 6 tests in ")
    assert said.endswith(" s; 82 cached results, 0 run.")


def test_the_finding_is_in_the_terminal(ran):
    text = " ".join(ran.out.split())
    assert "straight 3 100% 83.33% 0 of 4 31 of 35 0 of 3" in text
    assert "diamond 3 97.14% 100% 4 of 4 30 of 35 3 of 3" in text
    assert "straight covers 100% of the lines and kills none of the 4 mutants that replace a gradient" in text
    assert "diamond kills all 4." in text


def test_progress_goes_to_standard_error(ran):
    assert "running every test on every mutant" in ran.err
    assert "running every test on every mutant" not in ran.out


def test_json_is_the_summary_and_nothing_else(project):
    ending = gradbreak("run", "--root", project.root, "--format", "json")
    summary = json.loads(ending.out)
    jsonschema.validate(summary, json.loads(gradbreak("schema", "run").out))
    assert list(summary) == ["schema_version", "families", "suites", "breaks", "findings", "set_aside", "invalid"]
    assert (summary["findings"]["total"], summary["findings"]["complete"]) == (4, ["diamond"])
    assert summary["families"]["accumulation"] == {"total": 4, "equivalent": 0, "killed": 4}
    assert summary["suites"]["straight"] == {
        "line_coverage": 100.0,
        "branch_coverage": 83.33,
        "tests": 3,
        "killed": {"accumulation": 0, "rest": 31},
    }
    assert summary["breaks"]["canonical"] == {"killed_by": ["diamond"]}


def test_the_report_can_go_elsewhere_and_be_of_one_suite(project, tmp_path):
    ending = gradbreak("run", "--root", project.root, "--suite", "diamond", "--jobs", 1, "--out", tmp_path / "here")
    assert ending.code == 0
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == FILES
    results = load_results(tmp_path / "here/results.json")
    assert ([suite.name for suite in results.suites], results.timing.jobs) == (["diamond"], 1)


def test_the_page_can_be_in_spanish(project, tmp_path):
    ending = gradbreak("run", "--root", project.root, "--lang", "es", "--out", tmp_path / "here")
    assert ending.code == 0
    assert '<html lang="es">' in (tmp_path / "here/index.html").read_text(encoding="utf-8")


def test_it_works_from_any_folder_of_the_project(project, monkeypatch):
    monkeypatch.chdir(project.root / "tests/diamond")
    ending = gradbreak("run", "--suite", "straight", "--out", "reports/from-below")
    assert ending.code == 0
    assert (project.root / "reports/from-below/index.html").is_file()


def test_fresh_keeps_no_row(finished, tmp_path):
    project = finished.project.copy_to(tmp_path / "fresh")
    ending = gradbreak("run", "--root", project.root, "--suite", "straight", "--fresh")
    assert "; 0 cached results, " in ending.out


def test_the_page_is_opened_where_that_is_asked_for(project, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    gradbreak("run", "--open", "--root", project.root, "--out", tmp_path / "here")
    assert opened == [(tmp_path / "here/index.html").as_uri()]

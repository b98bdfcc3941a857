from __future__ import annotations

import json
import subprocess
import sys

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


def test_progress_goes_to_standard_error(project, tmp_path):
    ending = gradbreak("run", "--root", project.root, "--only", "accumulation", "--out", tmp_path / "here")
    assert "running every test on every mutant" in ending.err
    assert "running every test on every mutant" not in ending.out


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


@pytest.fixture(scope="module")
def unchanged(finished, tmp_path_factory) -> Project:
    """A project whose last run is still valid."""
    project = finished.project.copy_to(tmp_path_factory.mktemp("unchanged") / "project")
    gradbreak("run", "--root", project.root)
    return project


@pytest.fixture
def processes(monkeypatch) -> list[str]:
    """What is told of each process that is started from now on."""
    started = []
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: started.append("Popen"))
    monkeypatch.setattr("os.fork", lambda: started.append("fork"))
    return started


def test_an_unchanged_run_starts_no_process_and_writes_no_page(unchanged, processes):
    before = unchanged.listing()
    ending = gradbreak("run", "--root", unchanged.root)
    assert (ending.code, processes, ending.err) == (0, [], "")
    assert ending.out.splitlines()[-2].endswith(" s; 82 cached results, 0 run.")
    assert unchanged.listing() == before


IMPORTED = """\
import sys
from gradbreak.cli.app import main
try:
    main()
except SystemExit:
    print([name for name in ("pytest", "coverage", "hypothesis", "libcst", "mutmut") if name in sys.modules])
"""


def test_an_unchanged_run_imports_nothing_that_makes_mutants_or_runs_tests(unchanged):
    gradbreak("run", "--root", unchanged.root)
    command = [sys.executable, "-c", IMPORTED, "run", "--root", str(unchanged.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "82 cached results, 0 run." in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unchanged_run_prints_what_the_run_printed(unchanged, ran):
    again = gradbreak("run", "--root", unchanged.root)
    assert again.out.splitlines()[:-2] == ran.out.splitlines()[:-2]


@pytest.mark.parametrize("file", ["index.html", "results.json", "mutation-report.json"])
def test_a_file_that_is_gone_or_edited_is_written_again_and_nothing_is_run(unchanged, file):
    page = unchanged.root / "reports/latest" / file
    text = page.read_bytes()
    page.unlink()
    assert gradbreak("run", "--root", unchanged.root).err == ""
    assert page.read_bytes() == text
    page.write_text("edited")
    assert gradbreak("run", "--root", unchanged.root).err == ""
    assert page.read_bytes() == text


def test_an_unchanged_run_writes_to_another_folder_and_in_another_language_without_running(unchanged, tmp_path):
    ending = gradbreak("run", "--root", unchanged.root, "--out", tmp_path / "here", "--lang", "es")
    assert ending.err == ""
    assert '<html lang="es">' in (tmp_path / "here/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "here/results.json").read_bytes() == (
        unchanged.root / "reports/latest/results.json"
    ).read_bytes()


def test_an_edited_test_is_run_although_the_last_run_has_finished(finished, tmp_path):
    project = finished.project.copy_to(tmp_path / "changed")
    gradbreak("run", "--root", project.root)
    project.edit("tests/diamond/test_diamond.py", "a = leaf(3.0)", "a = leaf(3)")
    assert "; 0 run." not in gradbreak("run", "--root", project.root).out


def test_fresh_keeps_no_row(finished, tmp_path):
    project = finished.project.copy_to(tmp_path / "fresh")
    ending = gradbreak("run", "--root", project.root, "--suite", "straight", "--fresh")
    assert "; 0 cached results, " in ending.out


def test_the_page_is_opened_where_that_is_asked_for(project, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    gradbreak("run", "--open", "--root", project.root, "--out", tmp_path / "here")
    assert opened == [(tmp_path / "here/index.html").as_uri()]

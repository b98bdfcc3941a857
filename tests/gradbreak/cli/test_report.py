from __future__ import annotations

import pytest

from gradbreak.results.write import write_results
from gradbreak.run.worker_client import WorkerClient
from tests.gradbreak.cli.ending import gradbreak
from tests.gradbreak.small_project import Project

FILES = ["index.es.html", "index.html", "mutation-report.json", "results.json"]


@pytest.fixture
def reported(finished, tmp_path, monkeypatch) -> Project:
    """A project with a results file, in which from now on nothing may be run."""
    project = finished.project.copy_to(tmp_path / "project")
    assert gradbreak("run", "--root", project.root).code == 0

    def refuse(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(WorkerClient, "__init__", refuse)
    return project


def test_the_same_files_are_rendered_again_without_running_anything(reported):
    ending = gradbreak("report", "--root", reported.root, "--out", "reports/again")
    assert (ending.code, ending.err) == (0, "")
    assert ending.out == f"Report: {reported.root / 'reports/again/index.html'}\n"
    for name in FILES:
        first, again = (reported.root / "reports" / folder / name for folder in ("latest", "again"))
        assert first.read_bytes() == again.read_bytes()


def test_a_results_file_can_be_named(finished, tmp_path):
    write_results(finished.results, tmp_path / "kept.json")
    ending = gradbreak("report", tmp_path / "kept.json", "--root", finished.project.root, "--out", tmp_path / "out")
    assert ending.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES
    assert (tmp_path / "out/results.json").read_bytes() == (tmp_path / "kept.json").read_bytes()


def test_the_page_can_be_in_spanish(finished, tmp_path):
    write_results(finished.results, tmp_path / "kept.json")
    ending = gradbreak(
        "report", tmp_path / "kept.json", "--lang", "es", "--root", finished.project.root, "--out", tmp_path / "out"
    )
    assert ending.code == 0
    assert '<html lang="es">' in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "out/results.json").read_bytes() == (tmp_path / "kept.json").read_bytes()


def test_a_language_that_there_is_not_is_refused_with_those_that_there_are(finished):
    ending = gradbreak("report", "--lang", "xx", "--root", finished.project.root)
    assert ending.code == 2
    assert "'en', 'es'" in ending.err

from __future__ import annotations

import csv
import functools
from types import SimpleNamespace

import pytest

from gradbreak.errors import GradbreakError
from gradbreak.grading import api
from gradbreak.grading.model import FeedbackPolicy, GradeVerdict
from tests.gradbreak.grading.pretended import CANONICAL, SELF, PretendedSandbox, grader, notices

STRONG = {"test_a": notices(CANONICAL, SELF)}
WEAK = {"test_a": notices()}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose grader runs pretended tests, with two submissions."""
    for name in ("strong", "weak"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "test_it.py").write_text("def test_a(): pass\n")
    sandbox = PretendedSandbox(strong=STRONG, weak=WEAK)
    monkeypatch.setattr(api, "prepare", lambda config, folder, *, require_sandbox: grader(sandbox))
    return tmp_path


def paths(project):
    return [project / "weak", project / "strong"]


def test_grades_come_in_the_order_of_the_paths(project):
    with api.open_session(SimpleNamespace(cache_root=project, engine=SimpleNamespace(shape=None))) as session:
        grades = session.grade(api.hand_ins(paths(project)), FeedbackPolicy.EVERYTHING)
    assert [each.grade.submission for each in grades] == ["weak", "strong"]
    assert [each.grade.verdict for each in grades] == [GradeVerdict.MISSES, GradeVerdict.CATCHES]


def test_a_grade_holds_no_more_than_the_policy_allows(project):
    with api.open_session(SimpleNamespace(cache_root=project, engine=SimpleNamespace(shape=None))) as session:
        (grade,) = session.grade(api.hand_ins([project / "weak"]), FeedbackPolicy.VERDICT)
    assert grade.grade.levels is None


def test_each_submission_is_reported_when_it_is_graded(project):
    reports: list[None] = []
    with api.open_session(SimpleNamespace(cache_root=project, engine=SimpleNamespace(shape=None))) as session:
        session.grade(api.hand_ins(paths(project)), FeedbackPolicy.NAMES, on_graded=lambda: reports.append(None))
    assert len(reports) == 2


def test_a_hint_that_the_rubric_does_not_give_is_refused_before_anything_is_graded(project):
    reports: list[None] = []
    with api.open_session(SimpleNamespace(cache_root=project, engine=SimpleNamespace(shape=None))) as session:
        ask = functools.partial(session.grade, on_graded=lambda: reports.append(None))
        with pytest.raises(GradbreakError, match="the rubric gives no hint of step 9"):
            ask(api.hand_ins([project / "weak"]), FeedbackPolicy.NAMES, hint=9)
    assert reports == []


def test_a_folder_gets_a_page_for_each_author_and_a_table_for_the_teacher(project):
    folder = project / "out"
    with api.open_session(SimpleNamespace(cache_root=project, engine=SimpleNamespace(shape=None))) as session:
        session.grade(api.hand_ins(paths(project)), FeedbackPolicy.NAMES, folder=folder)
    assert {path.name for path in (folder / "submissions").glob("*.html")} == {"weak.html", "strong.html"}
    rows = list(csv.DictReader((folder / "grades.csv").read_text().splitlines()))
    assert [row["submission"] for row in rows] == ["weak", "strong"]


def test_a_session_says_why_there_is_no_sandbox(project, monkeypatch):
    monkeypatch.setattr(api, "why_no_sandbox", lambda: "bwrap is not installed")
    with api.open_session(SimpleNamespace(cache_root=project, engine=SimpleNamespace(shape=None))) as session:
        assert session.no_sandbox_reason == "bwrap is not installed"

from __future__ import annotations

import base64
import csv
import io
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import TextIO

import pytest
from msgspec import structs

from gradbreak.cli import grade
from gradbreak.engine.shape import EngineShape
from gradbreak.errors import ExitCode
from gradbreak.grading import api
from gradbreak.grading.model import FeedbackPolicy, IsolationKind
from tests.gradbreak.cli.ending import Ending, gradbreak
from tests.gradbreak.grading.sample_grades import ALL, ENGINES, RUBRIC, graded

ROOT = Path(__file__).parents[3]
HONEST = ROOT / "tests/students/honest"
SHAPE = EngineShape(
    file="engine.py",
    node_class="Node",
    value="v",
    gradient="g",
    closure="_back",
    parents="_from",
    entry_point="back",
    reset="reset",
    operations={"__add__": "add", "__mul__": "mul", "tanh": "tanh"},
)
KINDS = {"good": (), "fair": ("tanh", "tanh.self"), "weak": ALL}


@pytest.fixture
def project(tmp_path) -> Path:
    """A project's root with submissions whose names say how good they are."""
    for name in ("good", "fair", "weak", "bad"):
        (tmp_path / "handed_in" / name).mkdir(parents=True)
        (tmp_path / "handed_in" / name / "test_it.py").write_text("")
    return tmp_path


@pytest.fixture
def graded_by_name(project, monkeypatch):
    """A grader that runs nothing: what a submission is called is what it gets."""
    rubric = structs.replace(RUBRIC, feedback=FeedbackPolicy.COUNTS)
    fake = SimpleNamespace(engines=SimpleNamespace(broken=ENGINES), rubric=rubric, isolation=IsolationKind.BUBBLEWRAP)

    def grade_all(grader, submissions, journal, *, jobs, progress):
        for number, read in enumerate(submissions, start=1):
            name = read()
            progress(number, len(submissions))
            yield graded(name, KINDS.get(name, ()), gradable=name != "bad")

    config = SimpleNamespace(root=project, cache_root=project, engine=SimpleNamespace(shape=SHAPE))
    monkeypatch.setattr(grade, "config_of", lambda project, *, is_about_suites: config)
    monkeypatch.setattr(api, "prepare", lambda config, folder, *, require_sandbox: fake)
    monkeypatch.setattr(api, "read", lambda grader, hand_in: hand_in.name)
    monkeypatch.setattr(api, "grade_all", grade_all)
    return fake


@pytest.fixture
def run(project, graded_by_name):
    def run(*arguments: object, out: TextIO | None = None) -> Ending:
        named = [project / "handed_in" / each if each in (*KINDS, "bad", "") else each for each in arguments]
        return gradbreak("grade", *named, out=out)

    return run


@pytest.mark.parametrize(
    ("name", "code", "verdict"),
    [
        ("good", ExitCode.DONE, "catches the break"),
        ("fair", ExitCode.DONE, "catches the break"),
        ("weak", ExitCode.MISSES_THE_BREAK, "does not catch the break"),
        ("bad", ExitCode.COULD_NOT_GRADE, "could not be graded"),
    ],
)
def test_the_first_line_and_the_exit_code_are_the_verdict(run, name, code, verdict):
    ending = run(name)
    assert (ending.out.splitlines()[0], ending.code) == (verdict, code)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("good", "fair"), ExitCode.DONE),
        (("good", "weak", "bad"), ExitCode.MISSES_THE_BREAK),
        (("good", "bad"), ExitCode.COULD_NOT_GRADE),
    ],
)
def test_of_several_all_must_catch_the_break(run, names, code):
    assert run(*names).code == code


def test_one_submission_writes_nothing_unless_it_is_told_where(run, project):
    run("fair")
    assert not (project / "reports").exists()
    ending = run("fair", "--out", "here")
    assert ending.out.endswith(f"Written: {project}/here/index.html\n")
    assert (project / "here/submissions/fair.html").exists()


def test_a_batch_is_a_table_and_says_where_it_is_written(run, project):
    ending = run("", "--each")
    lines = ending.out.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["bad", "fair", "good", "weak"]
    assert lines[-1] == f"Written: {project}/reports/grades/index.html"
    assert len((project / "reports/grades/grades.csv").read_text().splitlines()) == 5


def test_a_student_s_own_run_names_what_is_missed_and_a_batch_shows_what_the_rubric_says(run, project):
    out = run("fair").out
    assert "tanh.self" in out
    assert "test_tanh_twice" not in out
    run("", "--each")
    assert "tanh" not in (project / "reports/grades/submissions/fair.html").read_text()


def test_documents_are_in_the_rubric_s_language_unless_another_is_asked_for(run, graded_by_name):
    graded_by_name.rubric = structs.replace(graded_by_name.rubric, language="es")
    assert "Tus tests detectan la ruptura" in run("good", "fair", "--format", "moodle").out
    assert "Your tests catch the break" in run("good", "fair", "--format", "moodle", "--lang", "en").out


def test_feedback_may_be_asked_for(run):
    assert "tanh" not in run("fair", "--feedback", "rubric").out
    assert "test_tanh_twice" in run("fair", "--feedback", "everything").out


def test_hints_come_in_steps_and_only_when_they_are_asked_for(run):
    out = run("fair").out
    assert "For a hint, add --hint 1" in out
    assert "Reach `a`" not in out
    idea, skeleton, test = (run("fair", "--hint", step).out for step in (1, 2, 3))
    assert "Reach `a` a second time" in idea
    assert "def test_" not in idea
    assert "add --hint 2" in idea
    assert "out = ...  # tanh" in skeleton
    assert "a.tanh() + a" not in skeleton
    assert "out = a.tanh() + a" in test
    assert "--hint" not in test


def test_a_suite_that_misses_nothing_is_offered_no_hint(run):
    assert "--hint" not in run("good").out


def test_an_autograder_s_output_offers_no_hint(run):
    assert "--hint" not in run("fair", "--feedback", "rubric").out


def test_the_rubric_limits_the_steps_of_hints(run, graded_by_name):
    graded_by_name.rubric = structs.replace(graded_by_name.rubric, hints=1)
    assert "--hint 2" not in run("fair", "--hint", 1).out
    assert run("fair", "--hint", 2).error == "the rubric gives no hint of step 2. Ask for --hint 1"


def test_a_hint_for_a_class_is_wrong_usage(run):
    assert run("", "--each", "--hint", 1).code == ExitCode.USAGE


def test_progress_is_on_standard_error(run):
    ending = run("fair", "--format", "json")
    assert json.loads(ending.out)["submission"] == "fair"
    assert ending.err == "checking the grader\ngrading\n"


def test_json_of_one_is_an_object_and_of_several_a_list(run):
    assert isinstance(json.loads(run("fair", "--format", "json").out), dict)
    assert [each["submission"] for each in json.loads(run("", "--each", "--format", "json").out)] == [
        "bad",
        "fair",
        "good",
        "weak",
    ]


def test_a_folder_of_one_submission_is_still_a_batch(run, project):
    for name in ("good", "weak", "bad"):
        (project / "handed_in" / name / "test_it.py").unlink()
        (project / "handed_in" / name).rmdir()
    assert len(json.loads(run("", "--each", "--format", "json").out)) == 1


@pytest.mark.parametrize("format_", ["gradescope", "prairielearn"])
def test_an_autograder_s_format_is_json(run, format_):
    assert "score" in json.loads(run("fair", "--format", format_).out)


@pytest.mark.parametrize("format_", ["gradescope", "prairielearn", "github"])
def test_an_autograder_s_format_is_for_one_submission(run, format_):
    ending = run("good", "weak", "--format", format_)
    assert ending.code == ExitCode.USAGE
    assert f"--format {format_} is for one submission" in ending.err


def test_a_step_of_github_gets_its_files(run, tmp_path, monkeypatch):
    output, summary = tmp_path / "output", tmp_path / "summary"
    output.write_text("before=1\n")
    monkeypatch.setenv("GITHUB_OUTPUT", str(output))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    ending = run("fair", "--format", "github")
    before, result = output.read_text().splitlines()
    assert before == "before=1"
    assert json.loads(base64.b64decode(result.removeprefix("result=")))["version"] == 1
    assert summary.read_text().startswith("## fair: catches the break")
    assert "result=" not in ending.out


def test_outside_of_github_the_result_is_printed(run, monkeypatch):
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert run("fair", "--format", "github").out.splitlines()[-1].startswith("result=")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_goes_away_makes_no_verdict(run, form):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as nobody:
        assert run("good", "--format", form, out=nobody).code == ExitCode.OUTPUT_CLOSED


@pytest.mark.parametrize("name", ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])
def test_a_step_s_file_that_cannot_be_written_is_named_and_is_no_verdict(run, tmp_path, monkeypatch, name):
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    monkeypatch.setenv(name, str(tmp_path / "nowhere" / "file"))
    ending = run("fair", "--format", "github")
    assert ending.error == (
        f"{tmp_path / 'nowhere' / 'file'} cannot be written: No such file or directory. "
        "Correct GITHUB_OUTPUT or GITHUB_STEP_SUMMARY"
    )
    assert (ending.code, ending.out) == (ExitCode.USAGE, "")


def test_a_gradebook_takes_a_roster_and_strangers_are_named(run, project):
    roster = project / "roster.csv"
    roster.write_text("Student,ID,SIS Login ID,Section\nDoe,1,good,A\nPoe,2,absent,A\n")
    ending = run("good", "fair", "--format", "canvas", "--roster", roster, "--column", "HW (5)")
    rows = list(csv.reader(io.StringIO(ending.out)))
    assert [row[-1] for row in rows] == ["HW (5)", "100", "100", ""]
    assert "warning: no mark: the roster has no student for: fair" in ending.err


def test_moodle_prints_a_table(run):
    assert run("good", "fair", "--format", "moodle").out.splitlines()[0] == "username,grade,feedback"


def test_junit_prints_a_suite_for_each(run):
    assert run("good", "fair", "--format", "junit").out.count("<testsuite ") == 2


@pytest.mark.parametrize("arguments", [["--roster", "roster.csv"], ["--anonymous"]])
def test_what_is_about_a_class_is_wrong_usage_for_one_submission(arguments, run):
    assert run("good", *arguments).code == ExitCode.USAGE


def test_the_class_page_has_the_names_of_the_roster(run, project):
    (project / "roster.csv").write_text('Student,ID\n"Roe, Anna",good\n"Doe, Bo",fair\n')
    run("", "--each", "--roster", project / "roster.csv")
    page = (project / "reports/grades/index.html").read_text()
    assert [name in page for name in (">Roe, Anna</a>", ">Doe, Bo</a>", ">weak</a>")] == [True, True, True]


def test_a_page_without_names_is_written_only_where_it_is_asked_for(run, project):
    page = project / "reports/grades/anonymous.html"
    run("", "--each")
    assert not page.exists()
    run("", "--each", "--anonymous")
    assert "<th scope=row>1" in page.read_text()
    assert "fair" not in page.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "nowhere does not exist. Name a test file, a folder or an archive"),
        (("nowhere", "--each"), "nowhere is not a folder. Name a folder of submissions, or leave out --each"),
    ],
)
def test_a_path_that_cannot_be_used_is_named_with_the_next_step(run, arguments, message):
    ending = run(*arguments)
    assert (ending.code, ending.error) == (ExitCode.USAGE, message)


def test_a_folder_without_submissions_is_named(run, tmp_path):
    (tmp_path / "empty").mkdir()
    ending = run(tmp_path / "empty", "--each")
    assert ending.code == ExitCode.USAGE
    assert ending.error.startswith(f"{tmp_path}/empty has no submissions. Each is a folder")


def test_a_folder_that_cannot_be_written_to_is_named(run, project):
    (project / "taken").write_text("")
    ending = run("", "--each", "--out", "taken/grades")
    assert ending.error.startswith(f"{project}/taken/grades/submissions cannot be written: Not a directory")


def test_without_a_path_the_usage_is_wrong(run):
    assert run().code == ExitCode.USAGE


def test_without_a_sandbox_one_is_told_so(run, graded_by_name, monkeypatch):
    graded_by_name.isolation = IsolationKind.SUBPROCESS
    monkeypatch.setattr(api, "why_no_sandbox", lambda: "bwrap is not installed")
    assert "warning: no sandbox (bwrap is not installed)" in run("good").err


def test_the_help_teaches_with_examples(run):
    said = run("--help").out
    assert said.count("  gradbreak grade ") >= 3
    assert "Exit codes: 0 catches the break" in said


@pytest.mark.usefixtures("isolation")
@pytest.mark.slow
def test_the_lesson_s_diamond_catches_the_break_and_not_every_site():
    ending = gradbreak("grade", HONEST / "lesson_diamond", "--root", ROOT, "--format", "json")
    found = json.loads(ending.out)
    assert (ending.code, found["verdict"]) == (0, "catches")
    assert 0 < found["levels"]["sites"]["caught"] < found["levels"]["sites"]["total"]
    assert found["levels"]["sites"]["missed"]
    assert found["next_tests"] is None


@pytest.mark.usefixtures("isolation")
@pytest.mark.slow
def test_a_linear_suite_does_not_catch_the_break():
    ending = gradbreak("grade", HONEST / "linear_only", "--root", ROOT)
    assert (ending.code, ending.out.splitlines()[0]) == (1, "does not catch the break")


def test_what_is_no_submission_is_named_on_standard_error(run, project):
    (project / "handed_in/anna.rar").write_text("")
    (project / "handed_in/ev\x1bil.txt").write_text("")
    ended = run("", "--each", "--format", "json")
    assert "warning: skipped, as no folder, .py or .ipynb file, or zip or tar archive: anna.rar, ev" in ended.err
    assert "\x1b" not in ended.err
    assert len(json.loads(ended.out)) == 4


def test_nothing_is_said_where_nothing_is_passed_over(run):
    assert "skipped" not in run("", "--each").err

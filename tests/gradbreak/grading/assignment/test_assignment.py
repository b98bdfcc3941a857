from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import jsonschema
import pytest

from gradbreak.config import load_config
from gradbreak.errors import ExitCode, GradbreakError
from gradbreak.grading.assignment import write_assignment
from gradbreak.grading.assignment.assignment import assignment_files
from gradbreak.grading.assignment.project_files import RUBRIC, grading_files
from gradbreak.grading.assignment.wheel import WHEEL
from gradbreak.grading.declarations import load_grading
from gradbreak.texts import LANGUAGES
from tests.gradbreak.grading.graded_project import GRADED
from tests.gradbreak.grading.output.schemas import GRADESCOPE

HONEST = Path(__file__).parents[3] / "students/honest"


@pytest.fixture(scope="module")
def assignment(config, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("teacher") / "homework"
    write_assignment(config, folder)
    return folder


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_students_get_the_engine_one_test_instructions_and_what_they_practise_with(assignment):
    assert files_in(assignment / "student") == {
        "README.md",
        WHEEL,
        "pyproject.toml",
        *(f"mutation_config/{name}.toml" for name in ("breaks", "controls", "engine", "equivalent", "examples")),
        *(f"mutation_config/{name}.toml" for name in ("families", "limits", "rubric", "suites")),
        "minigrad/__init__.py",
        "minigrad/nn.py",
        "minigrad/scalar.py",
        "tests/test_engine.py",
    }


def test_students_get_nothing_of_the_solution(assignment, config):
    solution = next((HONEST / "both_orders").glob("*.py")).read_text()
    names = [line.split("(")[0].removeprefix("def ") for line in solution.splitlines() if line.startswith("def test_")]
    files = [path for path in (assignment / "student").rglob("*") if path.is_file()]
    with zipfile.ZipFile(assignment / "student" / WHEEL) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    handed_out = "".join([*texts, *(path.read_text() for path in files if path.suffix != ".whl")])
    assert names
    assert [name for name in names if name in handed_out] == []


def test_the_teacher_is_told_which_policy_hands_out_the_solution(assignment):
    said = " ".join((assignment / "README.md").read_text().split())
    assert "With `everything` each submission is answered with up to three tests of the reference suite" in said


def test_the_autograder_s_rubric_is_the_project_s_and_keeps_the_solution_back(assignment, config):
    written = (assignment / "autograder/project/mutation_config/rubric.toml").read_text()
    assert written == (config.root / "mutation_config/rubric.toml").read_text()
    assert tomllib.loads(written)["feedback"] == "names"
    assert "Here it is `names`." in " ".join((assignment / "README.md").read_text().split())


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("", "names"),
        ("feedback = 'everything'", "names"),
        ('feedback = "counts"  # not "everything"', "counts"),
        ('feedback = "names"', "names"),
    ],
)
def test_an_autograder_shows_what_the_rubric_says_short_of_everything(declared, written, project):
    project.write({**GRADED, RUBRIC: f"# A rubric.\n{declared}\n{GRADED[RUBRIC]}"})
    config = load_config(project.root)
    files = grading_files(config, load_grading(config).rubric)
    found = tomllib.loads(files[RUBRIC].decode())
    assert found.pop("feedback", "names") == written
    assert found == tomllib.loads(GRADED[RUBRIC])
    assert b"# A rubric.\n" in files[RUBRIC]


def test_packages_that_tests_may_import_are_told_to_students_and_installed_for_the_autograder(project, tmp_path):
    for packages, told in (((), "pytest and Hypothesis;"), (("click",), "pytest, Hypothesis and click;")):
        project.write({**GRADED, RUBRIC: f"packages = {list(packages)}\n{GRADED[RUBRIC]}"})
        files = assignment_files(load_config(project.root))
        assert told in " ".join(files["student/README.md"].decode().split())
        required = files["autograder/requirements.txt"].decode().splitlines()
        assert required[len(required) - len(packages) :] == list(packages)


READ_BY_PEOPLE = ("README.md", "student/README.md", "student/tests/test_engine.py")


@pytest.mark.parametrize(
    ("rubric", "shell", "said"),
    [
        ('language = "es"', "en_US.UTF-8", ("Una tarea sobre", "Prueba el paso", "Mis tests")),
        ('language = "en"', "es_ES.UTF-8", ("An assignment about", "Test the backward", "My tests")),
        ("", "es_ES.UTF-8", ("An assignment about", "Test the backward", "My tests")),
    ],
)
def test_what_people_read_is_in_the_rubric_s_language_whatever_the_shell_s(rubric, shell, said, project, monkeypatch):
    monkeypatch.setenv("LC_ALL", shell)
    project.write({**GRADED, RUBRIC: f"{rubric}\n{GRADED[RUBRIC]}"})
    files = assignment_files(load_config(project.root))
    assert [text in files[name].decode() for name, text in zip(READ_BY_PEOPLE, said, strict=True)] == [True] * 3


@pytest.mark.parametrize("name", READ_BY_PEOPLE[:2])
def test_documents_name_the_same_files_commands_and_keys_in_every_language(name, project):
    code = {}
    for language in LANGUAGES:
        project.write({**GRADED, RUBRIC: f'language = "{language}"\n{GRADED[RUBRIC]}'})
        text = assignment_files(load_config(project.root))[name].decode()
        code[language] = sorted(re.findall(r"```\w+\n.*?```|`[^`\n]+`", text, re.DOTALL))
    assert len({str(each) for each in code.values()}) == 1
    assert len(code["en"]) > 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_students_are_told_the_points_of_every_level_that_gives_some(language, project):
    project.write({**GRADED, RUBRIC: f'language = "{language}"\n{GRADED[RUBRIC]}sign = 7.5\nreset = 0\n'})
    text = assignment_files(load_config(project.root))["student/README.md"].decode()
    assert re.findall(r"\| ([\d.]+) \|$", text, re.MULTILINE) == ["4", "3", "2", "1", "7.5"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("hints", "told"), [(3, ["--hint 1", "--hint 2"]), (1, ["--hint 1"]), (0, [])])
def test_students_are_told_of_the_hints_that_they_get(hints, told, language, project):
    project.write({**GRADED, RUBRIC: f'hints = {hints}\nlanguage = "{language}"\n{GRADED[RUBRIC]}'})
    text = assignment_files(load_config(project.root))["student/README.md"].decode()
    assert re.findall(r"--hint \d", text) == told


def test_the_student_s_test_passes_on_the_engine(assignment, tmp_path):
    folder = shutil.copytree(assignment / "student", tmp_path / "student")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout


def test_gradescope_finds_its_two_programs_at_the_top_and_can_run_them(assignment):
    for name in ("setup.sh", "run_autograder"):
        program = assignment / "autograder" / name
        assert program.stat().st_mode & 0o111
        assert program.read_text().startswith("#!/usr/bin/env bash\n")
        subprocess.run(["bash", "-n", program], check=True)


def test_a_folder_with_something_in_it_is_refused_and_left_alone(config, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(GradbreakError) as raised:
        write_assignment(config, tmp_path)
    assert str(raised.value) == f"{tmp_path} is not empty. Name a folder that does not exist yet"
    assert raised.value.exit_code == ExitCode.USAGE
    assert files_in(tmp_path) == {"mine.txt"}


def test_a_file_in_its_place_is_refused(config, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(GradbreakError, match="file is not empty"):
        write_assignment(config, tmp_path / "file")


def test_an_empty_folder_is_taken(config, tmp_path):
    (tmp_path / "empty").mkdir()
    write_assignment(config, tmp_path / "empty")
    assert (tmp_path / "empty/README.md").exists()


def test_a_place_that_cannot_be_written_is_named(config, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(GradbreakError, match="cannot be written: Not a directory"):
        write_assignment(config, tmp_path / "file" / "homework")


@pytest.fixture(scope="module")
def autograde(assignment, tmp_path_factory):
    """What Gradescope does with a submission, in a folder of its own and with this Python."""
    root = tmp_path_factory.mktemp("autograder")
    shutil.copytree(assignment / "autograder", root / "source")

    def autograde(submission: Path | None) -> tuple[int, Path]:
        shutil.rmtree(root / "submission", ignore_errors=True)
        if submission is not None:
            shutil.copytree(submission, root / "submission")
        results = root / "results/results.json"
        results.unlink(missing_ok=True)
        # Without the test run's own variables, and without the repository on the path.
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        done = subprocess.run(
            [root / "source/run_autograder"],
            cwd="/",
            env={**kept, "AUTOGRADER_ROOT": str(root), "AUTOGRADER_PYTHON": sys.executable},
            check=False,
        )
        return done.returncode, results

    return autograde


@pytest.mark.usefixtures("isolation")
@pytest.mark.slow
def test_the_autograder_grades_with_its_own_copy_of_everything(autograde):
    code, results = autograde(HONEST / "lesson_diamond")
    found = json.loads(results.read_text())
    jsonschema.validate(found, GRADESCOPE)
    assert (code, found["extra_data"]["verdict"]) == (0, "catches")
    assert [test["status"] for test in found["tests"]] == ["passed", "failed", "failed", "failed"]


@pytest.mark.usefixtures("isolation")
@pytest.mark.slow
def test_an_empty_submission_is_a_grade_and_no_failure_of_the_autograder(autograde, tmp_path):
    code, results = autograde(tmp_path)
    found = json.loads(results.read_text())
    assert (code, found["score"], found["extra_data"]["verdict"]) == (0, 0, "not_gradable")


@pytest.mark.slow
def test_where_nothing_can_be_graded_there_are_no_results_that_look_like_a_zero(autograde):
    code, results = autograde(None)
    assert (code, results.exists()) == (1, False)

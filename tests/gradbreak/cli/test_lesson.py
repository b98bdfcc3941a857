from __future__ import annotations

import re
import sys

import pytest
from click.testing import CliRunner, Result

import gradbreak.cli.lesson
from gradbreak.cli.lesson import lesson_command
from gradbreak.engine.edits import Edit
from gradbreak.errors import ConfigError, Conflict
from gradbreak.workcopy import applied_break, apply_break
from tests.gradbreak.small_project import ENGINE, FILES, Project

LESSON = """\
[diamond]
expression = "(a + b)*a"
inputs = { a = 2, b = 3 }

[linear]
expression = "x*y"
inputs = { x = 3, y = 5 }
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """One project for all tests: the lesson changes nothing, and runs its suites only once."""
    return Project(tmp_path_factory.mktemp("lesson") / "project").write(
        {**FILES, "mutation_config/lesson.toml": LESSON}
    )


@pytest.fixture(scope="module")
def lesson(project):
    def run(*arguments: str, typed: str = "", **environment: str) -> Result:
        command = [*arguments, "--root", str(project.root)]
        unset = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None}
        return CliRunner(env={**unset, **environment}).invoke(lesson_command, command, input=typed)

    return run


def closed(read_line, monkeypatch):
    """The function, called as in a process that was started without a standard input."""

    def read(prompt: str) -> str | None:
        with monkeypatch.context() as without:
            without.setattr(sys, "stdin", None)
            return read_line(prompt)

    return read


@pytest.fixture(scope="module")
def printed(lesson) -> Result:
    """The lesson printed through, once."""
    return lesson("--no-input")


def test_without_input_it_is_printed_through(printed):
    assert printed.exit_code == 0, printed.exception
    assert "1. Predict" in printed.stdout
    assert "> a   (a sample answer)" in printed.stdout
    assert "To remember" in printed.stdout


def test_printed_twice_it_is_the_same(printed, lesson):
    assert lesson("--no-input").stdout == printed.stdout


def test_how_far_the_suites_are_is_told_on_standard_error_only(printed):
    assert "running the suites" in printed.stderr
    assert "running the suites" not in printed.stdout


@pytest.mark.parametrize(("language", "left", "other"), [("es", "quedan", "left"), ("en", "left", "quedan")])
def test_the_bar_says_how_much_time_is_left_in_the_language_of_the_lesson(lesson, language, left, other):
    told = lesson("--no-input", "--lang", language, FORCE_COLOR="1", COLUMNS="140").stderr
    assert re.search(rf"\b{left}\b", told)
    assert not re.search(rf"\b{other}\b", told)


def test_the_engine_s_files_are_not_touched(printed, project):
    assert (project.root / "tiny/core.py").read_text() == ENGINE
    assert applied_break(project.root) is None


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (("--lang", "es"), {}, "es"),
        ((), {"LANG": "es_ES.UTF-8"}, "es"),
        ((), {}, "en"),
        (("--lang", "en"), {"LANG": "es_ES.UTF-8"}, "en"),
    ],
)
def test_the_language_is_chosen_or_taken_from_the_terminal(lesson, monkeypatch, arguments, environment, language):
    spoken = []
    monkeypatch.setattr(gradbreak.cli.lesson, "tell", lambda config, mutants, language, *_: spoken.append(language))
    lesson("--no-input", *arguments, **environment)
    assert spoken == [language]


def test_answers_are_read_until_no_more_come(lesson):
    result = lesson(typed="a\nnone\n1\n1\n")
    assert result.exit_code == 0, result.exception
    assert "you said a, and so it is." in result.stdout
    assert "1 of 4 times: `add.self`. As you predicted.\n" in result.stdout
    assert "It is 16.\n" in result.stdout


def test_with_standard_input_closed_every_question_is_skipped(printed, lesson, monkeypatch):
    monkeypatch.setattr(gradbreak.cli.lesson, "_read_line", closed(gradbreak.cli.lesson._read_line, monkeypatch))
    result = lesson()
    assert result.exit_code == 0, result.exception
    assert "you said" not in result.stdout
    assert result.stdout.count("> \n") == printed.stdout.count("(a sample answer)")


def test_interrupted_at_a_question_it_leaves_nothing_behind(printed, lesson, project, monkeypatch):
    def press_ctrl_c(prompt):
        raise KeyboardInterrupt

    before = project.listing()
    monkeypatch.setattr(gradbreak.cli.lesson, "input", press_ctrl_c, raising=False)
    assert lesson().exit_code != 0
    assert (project.listing(), applied_break(project.root)) == (before, None)


def test_while_a_break_is_applied_there_is_no_lesson(tmp_path, monkeypatch):
    project = Project(tmp_path / "project").write({**FILES, "mutation_config/lesson.toml": LESSON})
    monkeypatch.chdir(project.root)
    place = ENGINE.index("+=")
    apply_break(
        project.root, "one", "add.self += → =", [Edit("tiny/core.py", place, place + 2, "=")], {"tiny/core.py": ENGINE}
    )
    raised = CliRunner().invoke(lesson_command, ["--no-input", "--root", str(project.root)]).exception
    assert isinstance(raised, Conflict)
    assert str(raised) == (
        "add.self += → = is applied to tiny/core.py already. Revert it first: gradbreak break revert"
    )


def test_a_project_without_a_lesson_is_told_what_to_declare(tmp_path):
    project = Project(tmp_path / "project").write(FILES)
    raised = CliRunner().invoke(lesson_command, ["--no-input", "--root", str(project.root)]).exception
    assert isinstance(raised, ConfigError)
    assert "mutation_config/lesson.toml is missing" in str(raised)

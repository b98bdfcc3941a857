from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import msgspec
import pytest
from rich.console import Console

from gradbreak.analysis.verdict_changes import VerdictChanges
from gradbreak.cli import watch as watch_module
from gradbreak.cli.watch import MOST_NAMED, change_lines, saved, tell_changes, watch_project
from gradbreak.config import load_config
from gradbreak.texts.catalogue import load
from gradbreak.texts.terminal import TerminalTexts
from tests.gradbreak.cli.ending import gradbreak

TEXTS = load(TerminalTexts, "en").watch
F, D = "tests/forward/test_f.py::test_f", "tests/diamond/test_d.py::test_d"


def started(results, when: str):
    return msgspec.structs.replace(results, timing=msgspec.structs.replace(results.timing, started=when))


def told(runs, problems=None) -> list[str]:
    """What is printed where these are the results before the first save and after each, in order."""
    out, runs, problems = io.StringIO(), list(runs), list(problems or [])
    results = iter(runs)
    tell_changes(
        [None] * (len(runs) - 1),
        lambda: problems.pop(0) if problems else "",
        lambda: next(results),
        Console(file=out),
        TEXTS,
    )
    return out.getvalue().splitlines()


def test_each_save_tells_what_changed_since_the_run_before(build):
    one = started(build.results(f"{F} {D}\nadd.1 s s"), "1")
    two = started(build.results(f"{F} {D}\nadd.1 s k"), "2")
    three = started(build.results(f"{F} {D}\nadd.1 s s"), "3")
    assert told([one, two, three]) == ["diamond, killed now: add.1 + → -", "diamond, survived now: add.1 + → -"]


def test_a_run_that_changes_no_verdict_says_so_and_a_save_that_runs_nothing_says_nothing(build):
    one, two = started(build.results(), "1"), started(build.results(), "2")
    assert told([one, one, two]) == ["No verdict has changed."]


def test_a_test_that_cannot_be_collected_is_told_and_the_next_save_is_compared_with_the_last_good_run(build):
    one = started(build.results(f"{F}\nadd.1 s"), "1")
    two = started(build.results(f"{F}\nadd.1 k"), "2")
    said = told([one, one, two], ["error: test_f.py:3: invalid syntax", ""])
    assert said == ["error: test_f.py:3: invalid syntax", "forward, killed now: add.1 + → -"]


def test_many_mutants_are_counted():
    names = tuple(f"m{number}" for number in range(MOST_NAMED + 2))
    (line,) = change_lines([VerdictChanges(suite="a", killed_now=names, survived_now=())], TEXTS)
    assert line == "a, killed now: m0, m1, m2, m3, m4, m5, 2 more"


def test_a_save_counts_and_what_gradbreak_or_python_writes_does_not(monkeypatch, tmp_path):
    asked = {}

    def watching(root, **options):
        asked.update(options, root=root)
        return iter([set(), set(), {"a change"}])

    monkeypatch.setitem(sys.modules, "watchfiles", SimpleNamespace(watch=watching))
    assert list(saved(tmp_path, [tmp_path / "reports"])) == [None, None]  # as it begins, and at the change
    counts = {
        file: asked["watch_filter"]("modified", str(tmp_path / file))
        for file in (
            "engine.py",
            "tests/test_a.py",
            "reports/latest/index.html",
            ".gradbreak/lock",
            "tests/__pycache__/a.pyc",
        )
    }
    assert [file for file, is_save in counts.items() if is_save] == ["engine.py", "tests/test_a.py"]


def test_it_runs_again_with_the_options_of_the_first_run_but_those_that_hold_once(monkeypatch, finished, tmp_path):
    commands = []
    monkeypatch.setattr(watch_module, "saved", lambda *_: iter([None]))
    monkeypatch.setattr(
        watch_module.subprocess,
        "run",
        lambda command, **_: commands.append(command) or SimpleNamespace(returncode=0, stderr=""),
    )
    arguments = ["run", "--watch", "--suite", "diamond", "--fresh", "--open"]
    watch_project(load_config(finished.project.root), tmp_path, arguments, "en")
    assert commands == [[sys.executable, "-m", "gradbreak", "run", "--suite", "diamond"]]


def test_where_watchfiles_is_not_installed_nothing_is_run(monkeypatch, journalled):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    ending = gradbreak("run", "--watch", "--root", journalled.root)
    assert "pip install 'gradbreak[watch]'" in ending.error
    assert not (journalled.root / "reports").exists()


def test_what_a_program_reads_is_not_watched(journalled):
    assert "leave out --format" in gradbreak("run", "--watch", "--format", "json", "--root", journalled.root).err


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_language_has_its_sentences(language):
    lines = change_lines(
        [VerdictChanges(suite="a", killed_now=("m",), survived_now=("n",))], load(TerminalTexts, language).watch
    )
    assert [line.rpartition(" ")[2] for line in lines] == ["m", "n"]

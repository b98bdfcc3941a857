"""The whole lesson: on this repository's engine with made-up suites, and on a small project with real ones."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from gradbreak.config import load_config
from gradbreak.lesson import partial_breaks, tell
from gradbreak.lesson.noticed import Noticed
from gradbreak.mutation import make_mutants
from gradbreak.project.opening import open_project
from gradbreak.texts import LANGUAGES
from tests.gradbreak.commands import ROOT, output_of
from tests.gradbreak.small_project import Silent

SUITES = ("forward", "linear", "gradcheck", "diamond", "training")


@pytest.fixture
def made_up(monkeypatch) -> None:
    """Suites of ten tests each, of which only diamond's notice anything; their real run takes a while."""

    def run_breaks(config, ids, progress):
        progress.begin("anything", 1)
        progress.advance()
        noticing = dict.fromkeys(ids, 1) | {"canonical": 9, "mul.self": 4}
        by_suite = {id_: {suite: noticing[id_] * (suite == "diamond") for suite in SUITES} for id_ in ids}
        return Noticed(tests=dict.fromkeys(SUITES, 10), by_suite=by_suite)

    monkeypatch.setattr(partial_breaks, "run_breaks", run_breaks)


def told(config, mutants, language="en", answers=None, width=80) -> str:
    """What the lesson prints; with answers it asks, and every one of them must be used."""
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False)
    left = list(answers or [])
    read_line = None if answers is None else lambda prompt: left.pop(0)
    tell(config, mutants, language, console, read_line, lambda: contextlib.nullcontext(Silent()))
    assert left == []
    return file.getvalue()


def row(text: str, start: str) -> list[str]:
    """The first line that begins with this, without it."""
    line = next(line for line in text.splitlines() if line.strip().startswith(start))
    return line.strip().removeprefix(start).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lesson_s_numbers_come_out(config, mutants, made_up, language):
    text = told(config, mutants, language)
    assert "      a = 4, b = -4, c = -12\n" in text
    assert "      x = 5, y = 3\n" in text
    assert row(text, "(a*b + c)*(a - c)  a")[:2] == ["4", "-6"]
    assert row(text, "b   ")[:2] == ["-4", "-4"]
    assert row(text, "c   ")[:2] == ["-12", "-2"]
    assert row(text, "x*y                x")[:2] == ["5", "5"]
    assert row(text, "y   ")[:2] == ["3", "3"]
    assert "      a.grad: 10 → -6, " in text
    assert re.search(r"two sweeps +8  -8  -24|dos barridos +8  -8  -24", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_come_in_the_order_in_which_one_learns(config, mutants, made_up, language):
    text = told(config, mutants, language)
    headings = re.findall(r"\n\n(\d)\. .+\n-+\n", text)
    assert headings == list("12345678")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_80_columns_and_no_gap_is_left_open(config, mutants, made_up, language):
    text = told(config, mutants, language, width=200)
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"[{}]", text)


def test_it_says_the_same_every_time(config, mutants, made_up):
    assert told(config, mutants) == told(config, mutants)


def test_both_languages_have_the_same_numbers_in_the_same_order(config, mutants, made_up):
    # The words around a count come in another order, so each block is compared on its own.
    english, spanish = (told(config, mutants, language).split("\n\n") for language in LANGUAGES)
    assert len(english) == len(spanish)
    for here, there in zip(english, spanish, strict=True):
        assert sorted(re.findall(r"-?\d+", here)) == sorted(re.findall(r"-?\d+", there)), (here, there)


def test_a_right_prediction_is_confirmed_with_its_number(config, mutants, made_up):
    text = told(config, mutants, answers=["a=-6 c=-1", "none", "1", "2", "8"])
    assert "`(a*b + c)*(a - c)`: you said a, c, and so it is.\n" in text
    assert "  a = -6. As you predicted.\n" in text
    assert "  c = -2. You predicted -1.\n" in text
    assert "Yes: 10 through `a - c` got lost." in text
    assert "2 of 6 times: `add.other`, `mul.self`. As you predicted." in text
    assert "It is 8. As you predicted." in text


def test_a_wrong_prediction_is_set_right(config, mutants, made_up):
    text = told(config, mutants, answers=["b", "x y", "2", "6", "4"])
    assert "`(a*b + c)*(a - c)`: you said b. In fact: a, c." in text
    assert "`x*y`: you said x, y. In fact: none." in text
    assert "No: 10 through `a - c` got lost." in text
    assert "2 of 6 times: `add.other`, `mul.self`. You predicted 6." in text
    assert "It is 8. You predicted 4." in text


def test_a_learner_who_says_nothing_gets_the_answers(config, mutants, made_up):
    text = told(config, mutants, answers=["", "", "", "", ""])
    assert "`(a*b + c)*(a - c)`, wrong gradients: a, c." in text
    assert "`x*y`, wrong gradients: none." in text
    assert "of 6 times: `add.other`, `mul.self`.\n" in text
    assert "It is 8.\n" in text


def test_the_prediction_is_asked_before_the_answer_is_shown(config, mutants, made_up):
    seen = []
    file = io.StringIO()

    def read_line(prompt):
        seen.append(file.getvalue())
        return ""

    progress = lambda: contextlib.nullcontext(Silent())  # noqa: E731  # as short as what it stands for
    tell(config, mutants, "en", Console(file=file, width=80), read_line, progress)
    before_the_break, _, before_the_diagnosis, before_the_count, before_the_sweeps = seen
    assert "-6" not in before_the_break
    assert "lost:" not in before_the_diagnosis.lower()
    assert "of 6 times" not in before_the_count
    assert "two sweeps   " not in before_the_sweeps


def test_partial_breaks_are_told_by_the_numbers_of_the_suites(config, mutants, made_up):
    text = told(config, mutants)
    assert row(text, "broken      fwd") == ["lin", "chk", "dia", "trn", "gradients"]
    assert row(text, "tests   ") == ["10"] * 5
    assert row(text, "canonical   ") == ["0", "0", "0", "9", "0", "a", "=", "-6,", "c", "=", "-2"]
    assert row(text.partition("canonical   ")[2], "mul.other  ") == ["0", "0", "0", "1", "0", "all", "right"]
    assert "All at once: 9 of 50 tests fail. One write alone: 1 at least, 1 at most." in " ".join(text.split())
    assert "4 of 5 (forward, linear, gradcheck, training)." in " ".join(text.split())


def test_an_engine_that_dual_numbers_disagree_with_is_not_praised(config, mutants, facts, made_up, monkeypatch):
    wrong = msgspec.structs.replace(facts.diamond, expected={"a": 5.0, "b": -4.0, "c": None})
    monkeypatch.setattr("gradbreak.lesson.lesson.gather", lambda *_: msgspec.structs.replace(facts, diamond=wrong))
    text = " ".join(told(config, mutants).split())
    assert "say otherwise than the engine as it is: a = 5, b = -4, c = -." in text


def test_another_engine_is_taught_with_its_own_names_and_its_own_suites(small):
    before = small.listing()
    text = told(load_config(small.root), make_mutants(load_config(small.root)))
    assert "a.slope" in text
    assert "The same operator once more: clear" in text
    assert row(text, "(a + b)*a   a")[:2] == ["7", "2"]
    assert row(text, "tests   ") == ["3", "3"]
    assert row(text, "canonical   ")[:2] == ["0", "3"]
    for name in ("minigrad", "Value", "zero_grad", ".grad"):
        assert name not in text
    after = {path: content for path, content in small.listing().items() if "__pycache__" not in path}
    assert after == {path: before[path] for path in after} | {
        path: content for path, content in after.items() if path not in before and content[0] == "folder"
    }


@pytest.mark.slow
def test_of_this_repository_s_suites_only_diamond_notices_the_break(repository, tmp_path):
    shutil.copytree(repository, tmp_path, dirs_exist_ok=True)
    code, text = output_of("gradbreak lesson --no-input", tmp_path)
    assert code == 0, text
    totals, canonical = (
        dict(zip(SUITES, map(int, row(text, start)[:5]), strict=True)) for start in ("tests   ", "canonical   ")
    )
    assert canonical.pop("diamond") > 0.8 * totals["diamond"]
    assert set(canonical.values()) == {0}


def test_an_engine_that_nobody_configured_is_taught_without_subtraction_and_without_a_reset(tmp_path, monkeypatch):
    folder = shutil.copytree(ROOT / "tests/engines/nested_closures", tmp_path / "own")
    monkeypatch.chdir(folder)
    config = open_project(None, [Path("engine.py")], ["test_engine.py"]).config
    text = told(config, make_mutants(config))
    assert "`(a*b + c)*(a + c)`" in text
    assert row(text, "> mul.self ")[:1] == ["a"]
    assert "8. The same operator once more\n" in text
    assert "Value has no method that sets gradients to 0." in text
    assert "    gradbreak break apply canonical --engine engine.py --tests test_engine.py\n" in text
    assert "`gradbreak run --engine engine.py --tests test_engine.py` breaks every write" in " ".join(text.split())

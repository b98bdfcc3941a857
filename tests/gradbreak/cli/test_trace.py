from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gradbreak import mutation
from gradbreak.cli.trace import trace
from gradbreak.config import load_config
from gradbreak.errors import BadExpression, ExitCode, GradbreakError, NoSuchMutant

ROOT = Path(__file__).parents[3]
LESSON = ("(a*b + c)*(a - c)", "a=2", "b=3", "c=4")


@pytest.fixture(scope="module")
def mutants():
    return mutation.make_mutants(load_config(ROOT))


@pytest.fixture
def run(mutants, monkeypatch):
    # Making the mutants takes a second, and they are the same for every test.
    monkeypatch.setattr(mutation, "make_mutants", lambda config: mutants)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(trace, [*arguments, "--root", str(ROOT)])

    return run


@pytest.fixture
def error(run):
    def error(*arguments: str) -> GradbreakError:
        raised = run(*arguments).exception
        assert isinstance(raised, GradbreakError), raised
        return raised

    return error


def test_the_lesson_is_printed_with_its_first_difference_and_its_lost_terms(run):
    result = run(*LESSON)
    assert result.exit_code == 0
    assert "a.grad: 10 → -6, replaced, not added" in result.stdout
    assert "a           4      -6     4  lost 10 through a - c" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_json_has_the_lesson_s_numbers(run):
    printed = json.loads(run(*LESSON, "--format", "json").stdout)
    assert list(printed) == ["expression", "inputs", "value", "gradients", "writes"]
    assert printed["expression"] == "(a*b + c)*(a - c)"
    assert printed["inputs"] == {"a": 2.0, "b": 3.0, "c": 4.0}
    assert printed["value"] == -20.0
    assert printed["gradients"] == {
        "a": {"intact": 4.0, "broken": -6.0, "oracle": 4.0},
        "b": {"intact": -4.0, "broken": -4.0, "oracle": -4.0},
        "c": {"intact": -12.0, "broken": -2.0, "oracle": -12.0},
    }


def test_json_has_every_write_of_both_sweeps(run):
    writes = json.loads(run(*LESSON, "--format", "json").stdout)["writes"]
    assert list(writes) == ["intact", "broken"]
    assert {tuple(write) for tape in writes.values() for write in tape} == {
        ("sweep", "step", "site", "node", "before", "after")
    }
    to_a = {name: [w for w in tape if w["node"] == "a"] for name, tape in writes.items()}
    assert to_a["intact"][-1] == {"sweep": 1, "step": 12, "site": "mul.self", "node": "a", "before": 10.0, "after": 4.0}
    assert to_a["broken"][-1] == {
        "sweep": 1,
        "step": 12,
        "site": "mul.self",
        "node": "a",
        "before": 10.0,
        "after": -6.0,
    }


def test_json_says_what_stopped_the_broken_engine(run, mutants):
    change = next(m for m in mutants.mutants if m.replacement == "self._parents = None")
    printed = json.loads(run("a*b", "a=1", "b=2", "--mutant", change.id, "--format", "json").stdout)
    assert printed["broken_error"].startswith("TypeError: ")
    assert printed["gradients"]["a"] == {"intact": 2.0, "broken": 0.0, "oracle": 2.0}


def test_a_single_mutant_breaks_its_own_site_only(run):
    printed = json.loads(run("a*a + a", "a=3", "--mutant", "mul.self", "--format", "json").stdout)
    assert printed["gradients"]["a"] == {"intact": 7.0, "broken": 6.0, "oracle": 7.0}


def test_a_break_of_one_operation_is_found_by_its_id(run):
    assert "change: op:mul: " in run("a*a", "a=3", "--break", "op:mul").stdout


def test_an_expression_may_start_with_a_minus_after_two_dashes(run, mutants):
    result = CliRunner().invoke(trace, ["--root", str(ROOT), "--format", "json", "--", "-a*b", "a=2", "b=3"])
    assert json.loads(result.stdout)["gradients"]["a"]["oracle"] == -3.0


def test_a_page_is_written_beside_the_text(run, tmp_path):
    file = tmp_path / "replay.html"
    assert "replaced, not added" in run(*LESSON, "--html", str(file)).stdout
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_page_that_cannot_be_written_is_named(run, tmp_path):
    result = run(*LESSON, "--html", str(tmp_path / "nowhere" / "replay.html"))
    assert isinstance(result.exception, GradbreakError)
    assert str(result.exception) == (
        f"{tmp_path / 'nowhere' / 'replay.html'} cannot be written: No such file or directory. "
        "Choose another file with --html"
    )
    assert result.exception.exit_code == ExitCode.USAGE


def test_an_expression_that_looks_like_an_option_is_answered_with_what_to_write(run):
    result = run("-a*b", "a=2", "b=3")
    assert result.exit_code == ExitCode.USAGE
    assert "Write -- before an expression that starts with a minus sign: -- -a*b" in " ".join(result.stderr.split())
    assert "Write --" not in run("a*b", "a=2", "b=3", "--brake", "canonical").stderr


def test_the_help_shows_an_example(run):
    assert 'gradbreak trace "(a*b + c)*(a - c)" a=2 b=3 c=4' in run("--help").stdout


def test_two_changes_at_once_are_wrong_usage(run):
    result = run(*LESSON, "--break", "canonical", "--mutant", "mul.self")
    assert (result.exit_code, "choose one of them" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["(a*b", "a=2", "b=3"], "'(' was never closed"),
        (["a*d", "a=2"], "d has no value. Add one: d=4"),
        (["a*b", "a=2", "b=x"], "b=x is not a number"),
        (["log(a)", "a=-1"], "the logarithm needs a positive value, not -1.0. Choose other values"),
        (["sine(a)", "a=-1"], "calls sine, which the engine does not have"),
    ],
)
def test_a_mistake_in_the_expression_is_one_clear_line(error, arguments, message):
    raised = error(*arguments)
    assert isinstance(raised, BadExpression)
    assert raised.exit_code == ExitCode.BAD_EXPRESSION
    assert message in str(raised)
    assert "\n" not in str(raised)


def test_a_change_that_does_not_exist_is_named(error):
    raised = error("a*b", "a=1", "b=2", "--break", "canonicla")
    assert isinstance(raised, NoSuchMutant)
    assert str(raised) == "no mutant or break is called 'canonicla'. Did you mean 'canonical'?"

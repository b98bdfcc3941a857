from __future__ import annotations

import os
import shlex
import shutil

import pytest
from click.testing import CliRunner, Result

from gradbreak.cli.break_ import break_group
from gradbreak.config import load_config
from gradbreak.engine.edits import apply_edits
from gradbreak.errors import Conflict, GradbreakError, NoSuchMutant
from gradbreak.mutation import make_mutants
from tests.engines import samples
from tests.gradbreak.cli.ending import gradbreak
from tests.gradbreak.small_project import ENGINE

FILE = "tiny/core.py"
BROKEN = ENGINE.replace("slope += ", "slope = ")


class Command:
    """The command on one project."""

    def __init__(self, project) -> None:
        self.project = project
        self.file = project.root / FILE

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(break_group, [*arguments, "--root", str(self.project.root)])

    def lines(self, *arguments: str) -> list[str]:
        result = self(*arguments)
        assert result.exit_code == 0, result.exception
        return result.stdout.splitlines()

    def error(self, *arguments: str) -> GradbreakError:
        raised = self(*arguments).exception
        assert isinstance(raised, GradbreakError), raised
        return raised


@pytest.fixture
def command(project, monkeypatch) -> Command:
    monkeypatch.chdir(project.root)
    return Command(project)


def test_apply_says_what_where_and_how_to_take_it_out(command):
    assert command.lines("apply", "canonical") == [
        "canonical (every += becomes =) is applied:",
        "  tiny/core.py is as the break made it; lines 15, 16, 25, 26",
        "Run your tests: which of them fail? To take it out: gradbreak break revert",
    ]
    assert command.file.read_text() == BROKEN


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("op:mul", "op:mul (every += of mul becomes =)"),
        ("mul.self", "mul.self += → ="),
        ("mul.self += → -=", "mul.self += → -="),
        ("pull__mutmut_1", "pull [] → None"),
    ],
)
def test_whatever_a_change_is_called_its_text_is_put_in_and_the_original_comes_back(command, name, called):
    mutants = make_mutants(load_config(command.project.root))
    assert command.lines("apply", name)[0] == f"{called} is applied:"
    assert command.file.read_text() == apply_edits(ENGINE, mutants.edits(mutants.find(name).id)) != ENGINE
    assert command.lines("revert") == [f"{called} is taken out:", f"  {FILE} is restored, byte for byte"]
    assert command.file.read_text() == ENGINE


def test_a_wrong_name_touches_nothing(command):
    before = command.project.listing()
    assert isinstance(command.error("apply", "canonicla"), NoSuchMutant)
    assert command.project.listing() == before


def test_a_second_break_is_refused_with_the_name_of_the_first(command):
    command("apply", "op:add")
    error = command.error("apply", "canonical")
    assert str(error) == (
        "op:add (every += of add becomes =) is applied to tiny/core.py already. Revert it first: gradbreak break revert"
    )


def test_status_tells_none_applied_and_edited(command):
    assert command.lines("status") == ["No break is applied."]
    command("apply", "mul.self")
    assert command.lines("status") == [
        "mul.self += → = is applied:",
        "  tiny/core.py is as the break made it; line 25",
    ]
    command.project.edit(FILE, "class Node:", "class Node:  # mine")
    assert command.lines("status")[1] == "  tiny/core.py has been edited since; line 25"


def test_status_says_when_there_is_nothing_left_to_take_out(command):
    command("apply", "mul.self")
    command.file.write_text(ENGINE)
    assert command.lines("status")[-1] == (
        "Nothing of it is left in the files, so `gradbreak break revert` only forgets it."
    )


def test_status_shows_the_diff_on_demand(command):
    command("apply", "mul.self")
    shown = command.lines("status", "--diff")
    assert "-            self.slope += other.held * out.slope" in shown
    assert "+            self.slope = other.held * out.slope" in shown
    assert not any(line.startswith("-") for line in command.lines("status"))


def test_revert_keeps_an_edit_made_in_between(command):
    command("apply", "canonical")
    command.project.edit(FILE, "class Node:", "class Node:  # mine")
    assert command.lines("revert")[1] == f"  {FILE} is restored, and your edits are kept"
    assert command.file.read_text() == ENGINE.replace("class Node:", "class Node:  # mine")


def test_a_conflict_keeps_both_versions_until_it_is_decided(command):
    command("apply", "mul.self")
    mine = "self.slope = 2 * other.held * out.slope"
    command.project.edit(FILE, "self.slope = other.held * out.slope", mine)
    error = command.error("revert")
    assert isinstance(error, Conflict)
    assert "in Node.__mul__" in error.problem
    assert (command.file.parent / "core.py.before-break").read_text() == ENGINE
    assert mine in command.file.read_text()
    assert command.lines("revert", "--keep", "original")[1] == (
        f"  {FILE} is restored, byte for byte, without your edits; the other version is in core.py.with-break"
    )
    assert (command.file.read_text(), mine in (command.file.parent / "core.py.with-break").read_text()) == (
        ENGINE,
        True,
    )


def test_what_is_kept_as_it_was_left_is_not_said_to_be_without_the_break(command):
    command("apply", "canonical")
    command.project.edit(FILE, "self.slope = other.held * out.slope", "self.slope = 2 * other.held * out.slope")
    assert command.lines("revert", "--keep", "mine") == [
        "canonical (every += becomes =) is forgotten:",
        f"  {FILE} is as you left it, with what it still has of the break; "
        "the other version is in core.py.before-break",
    ]


def test_revert_works_while_the_configuration_is_unreadable(command):
    command("apply", "canonical")
    command.project.write({"mutation_config/engine.toml": "file ="})
    command.lines("revert")
    assert command.file.read_text() == ENGINE


def test_no_line_is_longer_than_a_terminal(command):
    method = ENGINE[ENGINE.index("    def __add__") : ENGINE.index("    def __mul__")]
    more = "".join(method.replace("__add__", f"add_{number}") for number in range(20))
    command.project.edit(FILE, "    def pull", more + "    def pull")
    printed = command.lines("apply", "canonical")
    assert len(printed) > 3
    assert max(map(len, printed)) <= 80


@pytest.mark.parametrize("folder", [".", "elsewhere"])
def test_the_printed_command_takes_a_break_out_of_an_engine_that_nobody_configured(folder, tmp_path, monkeypatch):
    engine = tmp_path / "project" / "engine.py"
    shutil.copytree(samples.FOLDER / "nested_closures", engine.parent)
    before = engine.read_bytes()
    here = engine.parent / folder
    here.mkdir(exist_ok=True)
    monkeypatch.chdir(here)
    path = os.path.relpath(engine, here)
    applied = gradbreak("break", "apply", "canonical", "--engine", path)
    assert applied.code == 0, applied.err
    assert engine.read_bytes() != before
    _, _, command = applied.out.rpartition("To take it out: ")
    again = gradbreak("break", "apply", "canonical", "--engine", path)
    assert again.error.endswith(f"Revert it first: {command.strip()}")
    assert gradbreak("break", "status", *shlex.split(command)[3:]).out.startswith("canonical")
    assert gradbreak(*shlex.split(command)[1:]).code == 0
    assert engine.read_bytes() == before

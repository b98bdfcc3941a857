"""How every command ends where something is wrong: one line, the next step, its own exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import gradbreak.cli.trace
import gradbreak.run.lifecycle
from gradbreak import errors
from gradbreak.cli.app import COMMANDS, cli
from gradbreak.errors import ExitCode, GradbreakError
from gradbreak.run.journal import open_journal
from gradbreak.texts import LANGUAGES
from tests.gradbreak.cli.ending import gradbreak as command
from tests.gradbreak.small_project import Project

Change = Callable[[Project], object]


def nothing(project: Project) -> None:
    pass


def write(file: str, text: str) -> Change:
    return lambda project: project.write({file: text})


def edit(file: str, old: str, new: str) -> Change:
    return lambda project: project.edit(file, old, new)


def move_the_engine_aside(project: Project) -> None:
    """Configure a copy of the engine that is not the one which tests import."""
    project.write({"src/tiny/__init__.py": "", "src/tiny/core.py": (project.root / "tiny/core.py").read_text()})
    project.edit("mutation_config/engine.toml", '"tiny/core.py"', '"src/tiny/core.py"')
    project.edit("pyproject.toml", 'only_mutate = ["tiny/core.py"]', 'only_mutate = ["src/tiny/core.py"]')
    project.edit("pyproject.toml", 'source_paths = ["tiny"]', 'source_paths = ["src"]')


STRAIGHT = "tests/straight/test_straight.py"
CORE = "tiny/core.py"

REFUSALS: dict[str, tuple[Change, list[str], ExitCode, str]] = {
    "a suite that does not exist": (
        nothing,
        ["run", "--suite", "diamnd"],
        ExitCode.NO_SUCH_SUITE,
        "there is no suite 'diamnd'. Did you mean 'diamond'? Choose among: straight, diamond",
    ),
    "a suite whose folder does not exist": (
        edit("mutation_config/suites.toml", '"tests/diamond"', '"tests/diamnd"'),
        ["run"],
        ExitCode.NO_SUCH_SUITE,
        "suite 'diamond' should be in 'tests/diamnd', and there is no such folder. Correct its path",
    ),
    "a suite without tests": (
        write(STRAIGHT, "def no_test():\n    pass\n"),
        ["run"],
        ExitCode.NO_SUCH_SUITE,
        "suite 'straight' has no tests in tests/straight. Add a test_*.py file",
    ),
    "a test file that ends the process": (
        write(STRAIGHT, "import os\n\nos._exit(3)\n"),
        ["run"],
        ExitCode.RUN_NOT_PROVEN,
        "the tests' process ended early with exit code 3. Look for os._exit or a crash at import",
    ),
    "a syntax error in a test": (
        edit(STRAIGHT, "def test_clear():", "def test_clear(:"),
        ["run"],
        ExitCode.BAD_TEST_FILE,
        f"{STRAIGHT}, line 20 cannot be collected: SyntaxError: invalid syntax. Correct the test file",
    ),
    "an import that fails in a test": (
        edit(STRAIGHT, "from tiny.core import Node", "from tiny.core import Nodule"),
        ["run"],
        ExitCode.BAD_TEST_FILE,
        f"{STRAIGHT}, line 1 cannot be collected: ImportError: cannot import name 'Nodule' from 'tiny.core'",
    ),
    "an exception in a test file": (
        edit(STRAIGHT, "\n\ndef test_sum", "\nONE = 1 / 0\n\n\ndef test_sum"),
        ["run"],
        ExitCode.BAD_TEST_FILE,
        f"{STRAIGHT}, line 3 cannot be collected: ZeroDivisionError: division by zero. Correct",
    ),
    "a conftest that cannot be imported": (
        write("tests/straight/conftest.py", "import nowhere\n"),
        ["run"],
        ExitCode.BAD_TEST_FILE,
        "tests/straight/conftest.py, line 1 cannot be collected: ModuleNotFoundError: No module named 'nowhere'",
    ),
    "a file that tests import with a syntax error": (
        write("tests/shared.py", "def leaf(:\n"),
        ["run"],
        ExitCode.BAD_TEST_FILE,
        "tests/shared.py, line 1 cannot be collected: SyntaxError: invalid syntax",
    ),
    "a file that tests import and that fails": (
        write("tests/shared.py", "leaf = 1\nleaf / 0\n"),
        ["run"],
        ExitCode.BAD_TEST_FILE,
        "tests/shared.py, line 2 cannot be collected: ZeroDivisionError: division by zero",
    ),
    "a syntax error in the engine": (
        edit(CORE, "def clear(self):", "def clear(self:"),
        ["run"],
        ExitCode.BAD_ENGINE,
        "tiny/core.py, line 45: '(' was never closed. Correct the syntax of the engine",
    ),
    "an engine that fails when it is imported": (
        edit(CORE, "class Node:", "import nowhere\n\n\nclass Node:"),
        ["run"],
        ExitCode.BAD_ENGINE,
        "importing tiny.core from tiny/core.py fails with ModuleNotFoundError: No module named 'nowhere'. Correct",
    ),
    "an engine that is not text": (
        lambda project: (project.root / CORE).write_bytes(b"\xff\xfe"),
        ["run"],
        ExitCode.BAD_ENGINE,
        "tiny/core.py is not UTF-8 text. Save it as UTF-8",
    ),
    "another copy of the engine": (
        move_the_engine_aside,
        ["run"],
        ExitCode.BAD_ENGINE,
        "tiny/core.py and not src/tiny/core.py, so the tests would run another engine than the mutated one. Uninstall",
    ),
    "nothing to mutate": (
        write(CORE, "class Node:\n    pass\n"),
        ["mutants"],
        ExitCode.NO_MUTANTS,
        "nothing in tiny/core.py can be mutated. Check `file` in engine.toml",
    ),
    "an unknown key": (
        edit("mutation_config/limits.toml", "wall_factor", "wall_facto"),
        ["run"],
        ExitCode.BAD_CONFIG,
        "limits.toml: unknown key 'wall_facto'",
    ),
    "broken TOML": (
        write("mutation_config/suites.toml", "[[suite"),
        ["run"],
        ExitCode.BAD_CONFIG,
        "mutation_config/suites.toml: ",
    ),
    "a break of an example that does not exist": (
        edit("mutation_config/examples.toml", "[[example]]", '[[example]]\nbreak_id = "op:div"'),
        ["run", "--suite", "straight"],
        ExitCode.BAD_CONFIG,
        "there is no break 'op:div'. Choose one of: canonical, op:add, op:mul",
    ),
    "no project": (
        lambda project: (project.root / "mutation_config/engine.toml").unlink(),
        ["run"],
        ExitCode.BAD_CONFIG,
        "mutation_config/engine.toml is missing",
    ),
    "a suite that tests something else": (
        write(STRAIGHT, "def test_arithmetic():\n    assert 1 + 1 == 2\n"),
        ["run"],
        ExitCode.RUN_NOT_PROVEN,
        "suite 'straight' passes although every mutated function of the engine raises. Make its tests call",
    ),
    "a results file that is missing": (
        nothing,
        ["report"],
        ExitCode.BAD_RESULTS,
        "reports/latest/results.json'. Make it again with `gradbreak run`",
    ),
    "a results file of another version": (
        write("reports/latest/results.json", '{"schema_version": 99, "tool": {"gradbreak": "9.0"}}'),
        ["report"],
        ExitCode.BAD_RESULTS,
        "results.json has schema version 99, and this gradbreak reads versions up to 2. Render it with gradbreak 9.0",
    ),
    "a results file that is not JSON": (
        write("reports/latest/results.json", "<html>"),
        ["report"],
        ExitCode.BAD_RESULTS,
        "results.json is not JSON",
    ),
    "no folder of mutmut": (
        nothing,
        ["report", "--from-mutmut"],
        ExitCode.NO_MUTMUT_ROWS,
        "there is no mutants/ folder. Run `mutmut run`",
    ),
    "a folder of mutmut without rows": (
        write("mutants/mutmut-stats.json", "{}"),
        ["report", "--from-mutmut"],
        ExitCode.NO_MUTMUT_ROWS,
        "the folder mutants/ has no recorded rows (mutants/gradbreak-rows.jsonl). Run `mutmut run`",
    ),
    "an unknown mutant": (
        nothing,
        ["show", "mul.slef"],
        ExitCode.NO_SUCH_MUTANT,
        "no mutant or break is called 'mul.slef'. Did you mean 'mul.self'?",
    ),
    "a name that fits several mutants": (
        nothing,
        ["show", "1"],
        ExitCode.NO_SUCH_MUTANT,
        "'1' fits 7 mutants. Name one of them: ",
    ),
    "an unknown family": (
        nothing,
        ["mutants", "--family", "sing"],
        ExitCode.NO_SUCH_MUTANT,
        "there is no family 'sing'. Choose among: accumulation, rest",
    ),
    "a cache that is no folder": (
        write(".gradbreak", ""),
        ["run"],
        ExitCode.BAD_CONFIG,
        ".gradbreak cannot be used: ",
    ),
    "a report that cannot be written": (
        write("reports", ""),
        ["run", "--suite", "straight"],
        ExitCode.USAGE,
        "cannot be written: ",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_wrong_is_said_in_one_line_with_the_next_step_and_its_own_exit_code(project, name):
    change, arguments, code, said = REFUSALS[name]
    change(project)
    ending = command(*arguments, "--root", project.root)
    assert said in ending.error
    assert ending.code == code
    assert ending.out == ""


def test_a_run_beside_another_is_refused(project):
    with open_journal(project.root, fresh=False):
        ending = command("run", "--root", project.root)
    assert (ending.code, ending.error) == (
        ExitCode.BUSY,
        f"another run is going on in {project.root}. Wait for it to end",
    )


def test_ctrl_c_ends_with_what_to_do_next(project, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gradbreak.run.lifecycle, "run", interrupted)
    ending = command("run", "--root", project.root)
    assert ending.code == ExitCode.INTERRUPTED
    assert ending.err.strip() == "interrupted: finished results are kept; run the same command again to continue"


def test_ctrl_c_promises_nothing_where_a_command_begins_at_the_beginning(project, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gradbreak.cli.trace, "make_report", interrupted)
    ending = command("trace", "a*a", "a=2", "--root", project.root)
    assert (ending.code, ending.err.strip()) == (ExitCode.INTERRUPTED, "interrupted")


@pytest.mark.parametrize(
    "arguments", [["rum"], ["run", "--jobs", "0"], ["run", "--format", "xml"], ["report", "--from-mutmut", "a.json"]]
)
def test_wrong_usage_shows_how_the_command_is_used(project, arguments):
    ending = command(*arguments, *(["--root", project.root] if arguments[0] != "rum" else []))
    assert (ending.code, ending.out) == (ExitCode.USAGE, "")
    assert ending.err.startswith("Usage: ")


def test_no_two_kinds_of_error_share_an_exit_code():
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, GradbreakError)]
    codes = [kind.exit_code for kind in kinds]
    assert len(kinds) > 10
    assert len(set(codes)) == len(codes)
    others = {ExitCode.DONE, ExitCode.MISSES_THE_BREAK, ExitCode.DEFECT}
    others |= {ExitCode.INTERRUPTED, ExitCode.OUTPUT_CLOSED, ExitCode.TERMINATED}
    assert others.isdisjoint(codes)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_shows_an_example(name):
    ending = command(name, "--help")
    assert ending.code == ExitCode.DONE
    assert re.search(rf"^ +gradbreak {name}", ending.out, re.MULTILINE)


WITHOUT_WORDS = {"schema", "assignment", "example", "completion", "init", "suite", "playground"}
"""Commands that print or write the same in every language: a table, a file of tests."""


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in WITHOUT_WORDS])
def test_every_command_that_speaks_takes_the_one_option_for_the_language(name):
    found = cli.get_command(click.Context(cli), name)
    for each in found.commands.values() if isinstance(found, click.Group) else [found]:
        (option,) = [parameter for parameter in each.params if "--lang" in parameter.opts]
        assert tuple(option.type.choices) == LANGUAGES


@pytest.mark.parametrize(("typed", "meant"), [("rnu", "run"), ("explian", "explain"), ("mutant", "mutants")])
def test_a_command_that_does_not_exist_is_answered_with_the_one_that_may_be_meant(typed, meant):
    ending = command(typed)
    assert ending.code == ExitCode.USAGE
    assert f"There is no command {typed!r}. Did you mean {meant!r}? Choose among: " in ending.err


def test_a_command_that_is_like_none_is_answered_with_all_of_them():
    assert f"There is no command 'xyz'. Choose among: {', '.join(COMMANDS)}\n" in command("xyz").err


def test_on_windows_every_command_says_where_it_can_be_used(monkeypatch):
    monkeypatch.delattr("os.fork")
    ending = command("schema")
    assert (ending.code, ending.out) == (ExitCode.USAGE, "")
    assert ending.error == (
        "gradbreak runs each test in a forked process, which Windows does not have. "
        "Use it in WSL (the Windows Subsystem for Linux), or open the site that `gradbreak playground` makes: "
        "its tests run in the browser"
    )


def test_the_help_names_every_command_and_where_to_start():
    ending = command("--help")
    assert all(re.search(rf"\n  {name} +{re.escape(each.help)}\n", ending.out) for name, each in COMMANDS.items())
    assert "Start with `gradbreak run`" in ending.out


def test_the_help_imports_click_and_nothing_else_that_costs():
    code = "import sys; from gradbreak.cli import app; app.cli.main(['-h'], standalone_mode=False); print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = ended.stdout.splitlines()[-1].split()
    assert {name for name in modules if name.startswith("gradbreak")} == {
        "gradbreak",
        "gradbreak.cli",
        "gradbreak.cli.app",
        "gradbreak.cli.termination",
        "gradbreak.errors",
    }
    packages = {name.partition(".")[0] for name in modules}
    installed = {name for name in packages - sys.stdlib_module_names if not name.startswith("_")}
    assert installed == {"gradbreak", "click"}


# -- the same as a process of its own -----------------------------------------------------------------


def process(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "gradbreak", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, **options)


def test_a_defect_is_no_verdict(project):
    with open("/dev/full", "w") as full:  # noqa: PTH123  # a device
        done = subprocess.run(
            [sys.executable, "-m", "gradbreak", "mutants", "--root", project.root],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == ExitCode.DEFECT
    assert "No space left on device" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: this is a defect of gradbreak")


def test_as_a_module_it_is_the_same_command(project):
    ended = process("show", "mul.slef", cwd=project.root / "tests")
    assert (ended.returncode, ended.stdout) == (ExitCode.NO_SUCH_MUTANT, "")
    assert ended.stderr == "error: no mutant or break is called 'mul.slef'. Did you mean 'mul.self'?\n"


def test_outside_every_project_the_next_step_is_to_go_to_one(tmp_path):
    ended = process("run", cwd=tmp_path)
    assert ended.returncode == ExitCode.BAD_CONFIG
    assert ended.stderr == (
        f"error: no mutation_config/engine.toml in {tmp_path} or any folder above it. "
        "Name your engine with --engine PATH, or go to a configured project's folder\n"
    )


def to_nobody(*arguments: object, root: Path, streams: tuple[str, ...] = ("stdout",)) -> tuple[int, str]:
    """How a command ends whose output nobody reads, and what it says on standard error."""
    reading, writing = os.pipe()
    os.close(reading)
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE} | dict.fromkeys(streams, writing)
    line = [sys.executable, "-m", "gradbreak", *map(str, arguments)]
    ended = subprocess.run(line, cwd=root, text=True, check=False, **options)
    os.close(writing)
    return ended.returncode, ended.stderr or ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["mutants", "--format", "json"],
        ["mutants"],
        ["show", "mul.self"],
        ["trace", "a*a", "a=2"],
        ["trace", "a*a", "a=2", "--format", "json"],
        ["schema"],
        ["--help"],
        ["--version"],
        *([name, "--help"] for name in COMMANDS),
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_ends_a_command_quietly_with_a_code_of_its_own(project, arguments):
    assert to_nobody(*arguments, root=project.root) == (ExitCode.OUTPUT_CLOSED, "")


@pytest.mark.parametrize("arguments", [["show", "mul.slef"], ["rum"], ["run", "--suite", "straight"]], ids=" ".join)
def test_a_reader_of_errors_that_goes_away_does_the_same(project, arguments):
    ended = to_nobody(*arguments, root=project.root, streams=("stdout", "stderr"))
    assert ended == (ExitCode.OUTPUT_CLOSED, "")

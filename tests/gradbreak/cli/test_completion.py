"""``gradbreak completion``."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gradbreak.cli.app import COMMANDS
from gradbreak.errors import ExitCode
from tests.gradbreak.cli.ending import gradbreak


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_a_script_that_asks_gradbreak(shell):
    ending = gradbreak("completion", shell)
    assert ending.code == ExitCode.DONE
    assert f"_GRADBREAK_COMPLETE={shell}_complete" in ending.out


def test_bash_can_read_its_script():
    script = gradbreak("completion", "bash").out
    subprocess.run(["bash", "-n", "-c", script], check=True)


def test_another_shell_is_refused():
    assert gradbreak("completion", "tcsh").code == ExitCode.USAGE


def completed(*words: str) -> list[str]:
    """What the tab key gives after these words, asked for as the script for bash asks."""
    environment = {
        **os.environ,
        "_GRADBREAK_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("gradbreak", *words)),
        "COMP_CWORD": str(len(words)),
    }
    code = "import sys; sys.argv = ['gradbreak']; from gradbreak.cli.app import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_the_beginning_of_a_command_is_completed():
    assert completed("r") == [name for name in COMMANDS if name.startswith("r")]


def test_the_options_of_a_command_are_completed():
    assert "--open" in completed("run", "--o")

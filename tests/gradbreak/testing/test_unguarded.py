"""Test files that call a test runner when they are imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """\
from gradbreak.testing.unguarded import ignore_unguarded_runners
{before}ignore_unguarded_runners()
{call}
print("went on")
"""


@pytest.mark.parametrize(
    "call",
    [
        "import unittest\nunittest.main()",
        "from unittest import main\nmain(verbosity=2)",
        "import pytest\npytest.main(['--version'])",
    ],
)
def test_a_runner_that_is_called_outside_every_function_does_nothing(call):
    ended = {
        before: subprocess.run(
            [sys.executable, "-c", PROGRAM.format(before=before, call=call)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for before in ("", "# ")
    }
    assert ended[""] == "went on\n"
    assert ended["# "] != "went on\n"

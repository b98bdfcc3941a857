"""Ending what a server left behind."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gradbreak.grading.isolation.stragglers import end_stragglers

SLEEP = [sys.executable, "-S", "-c", "import time; print('up', flush=True); time.sleep(60)"]


@pytest.fixture
def straggler(tmp_path):
    with subprocess.Popen(
        SLEEP, stdout=subprocess.PIPE, env={"HOME": str(tmp_path)}, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_a_process_with_the_mark_is_ended(straggler, tmp_path):
    end_stragglers(str(tmp_path), None)
    assert straggler.wait(5) == -9


def test_a_process_without_the_mark_is_left_alone(straggler, tmp_path):
    end_stragglers(str(tmp_path / "other"), None)
    assert straggler.poll() is None


@pytest.mark.skipif(os.getuid() != 0, reason="only root starts processes of other users")
def test_a_process_of_the_user_is_ended(tmp_path):
    # A change of user after the start, as a server does it.
    program = "import os; os.setresuid(*[1234567] * 3); " + SLEEP[-1]
    with subprocess.Popen([*SLEEP[:-1], program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end_stragglers("no mark", 1234567)
        assert process.wait(5) == -9

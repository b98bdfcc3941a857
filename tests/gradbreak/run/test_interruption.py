"""A run that is ended in the middle loses nothing that was finished, and leaves nothing behind that runs on."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradbreak.errors import Busy, ExitCode
from tests.gradbreak.small_project import FILES, Finished, Project
from tests.gradbreak.untimed import without_timing

pytestmark = pytest.mark.slow

PATIENCE = 60.0
"""In seconds: only a run that never gets there is given up."""


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to it"
        time.sleep(0.01)


def processes_in(root: Path) -> Iterator[str]:
    """The command lines of the processes whose working folder is ``root``."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # A process that has ended and was not waited for has no command line.
            if (process / "cwd").readlink() == root and (said := (process / "cmdline").read_text()):
                yield said
        except OSError:
            continue


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A shell starts what it puts into the background deaf to SIGINT, and every process from there on inherits that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def started(project: Project) -> Iterator[subprocess.Popen[str]]:
    """A run in a process of its own, which does not outlive the test."""
    with subprocess.Popen(
        [sys.executable, "-m", "gradbreak", "run", "--jobs", "1", "--root", str(project.root)],
        cwd=project.root.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str], with_signal: signal.Signals) -> str:
    """End a run as a terminal would, its whole process group, and return what it said on standard error."""
    os.killpg(process.pid, with_signal)
    _, said = process.communicate(timeout=PATIENCE)
    return said


def rows_in_the_journal(project: Project) -> int:
    journal = project.root / ".gradbreak/journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True) if journal.exists() else []
    return sum(line.endswith(b"}\n") for line in lines)


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory) -> Finished:
    """The small project with tests that leave time for an interruption, run to its end."""
    project = Project(tmp_path_factory.mktemp("uninterrupted") / "project").write(FILES)
    project.write(
        {
            "tests/shared.py": """\
            import time

            from tiny.core import Node


            def leaf(value):
                time.sleep(0.02)
                return Node(float(value))
            """
        }
    )
    return Finished(project, project.run())


@pytest.fixture
def slow(uninterrupted, tmp_path) -> Project:
    """The same project as it was before its run."""
    project = uninterrupted.project.copy_to(tmp_path / "slow")
    shutil.rmtree(project.root / ".gradbreak")
    return project


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_goes_on_where_it_was(slow, uninterrupted, with_signal):
    with started(slow) as process:
        wait_until(lambda: rows_in_the_journal(slow) >= 5)
        ended(process, with_signal)
    again = slow.run()
    rows = uninterrupted.results.timing.rows_run
    assert 5 <= again.timing.rows_kept < rows
    assert again.timing.rows_kept + again.timing.rows_run == rows
    assert without_timing(again) == without_timing(uninterrupted.results)


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_an_interrupted_run_not_even_one_that_sleeps(slow, with_signal):
    slow.write(
        {
            "tests/diamond/test_stuck.py": """\
            import time
            from pathlib import Path

            from tests.shared import leaf


            def test_sleeps_for_ever():
                if (leaf(2) * leaf(3)).held != 6.0:
                    (Path(__file__).parents[3] / "asleep").touch()
                    time.sleep(3600)
            """
        }
    )
    with started(slow) as process:
        wait_until((slow.root.parent / "asleep").exists)
        assert list(processes_in(slow.root))
        ended(process, with_signal)
    wait_until(lambda: not list(processes_in(slow.root)))


def test_ctrl_c_says_so_in_one_line_with_its_own_exit_code(slow):
    with started(slow) as process:
        wait_until(lambda: rows_in_the_journal(slow) >= 5)
        said = ended(process, signal.SIGINT)
    assert process.returncode == ExitCode.INTERRUPTED
    assert said.strip().splitlines()[-1].startswith("interrupted: finished results are kept")
    assert "Traceback" not in said


def test_ctrl_c_does_not_wait_for_the_suites_to_end(project):
    project.write({"tests/straight/test_slow.py": "import time\n\n\ndef test_slow():\n    time.sleep(3600)\n"})
    with started(project) as process:
        wait_until(lambda: bool(list(processes_in(project.root))))
        ended(process, signal.SIGINT)
    assert process.returncode == ExitCode.INTERRUPTED
    wait_until(lambda: not list(processes_in(project.root)))


def test_a_second_run_at_the_same_time_is_refused(slow):
    with started(slow) as process:
        wait_until(lambda: rows_in_the_journal(slow) >= 1)
        with pytest.raises(Busy):
            slow.run()
        ended(process, signal.SIGKILL)

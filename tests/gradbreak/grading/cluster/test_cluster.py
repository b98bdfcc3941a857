"""Grades on a real scheduler and four worker processes on loopback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from distributed import Client

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.cluster import worker
from gradbreak.grading.cluster.cluster import open_cluster
from gradbreak.grading.grader import Grader
from gradbreak.grading.journal import FILE
from gradbreak.grading.model import GradedSubmission, IsolationKind
from gradbreak.grading.prepare import unchecked_grader
from gradbreak.grading.rounds.examiner_pool import StoppedError
from tests.gradbreak.grading.cluster.client import COUNT, graded, submissions
from tests.gradbreak.sandboxes import bubblewrap_works

pytestmark = pytest.mark.slow

WORKERS = 4
PATIENCE = 120.0
"""Seconds after which a process that should have done something is taken for dead, on however busy a machine."""


@pytest.fixture(scope="module")
def grader(engines, grading) -> Grader:
    kind = IsolationKind.BUBBLEWRAP if bubblewrap_works() else IsolationKind.SUBPROCESS
    return unchecked_grader(engines, grading.rubric, kind)


def started(module: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "false"},
    )


def joining(address: str, folder: Path, *more: object) -> subprocess.Popen[bytes]:
    """A worker without anybody who would start it again."""
    options = ("--nthreads", 1, "--no-nanny", "--no-dashboard", "--local-directory", folder)
    return started("dask_worker", address, *options, *more)


def wait_until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)


@contextmanager
def cluster(folder: Path, count: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = started("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
    workers = [joining(address, folder) for _ in range(count)]
    try:
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            if count:
                client.wait_for_workers(count, timeout=PATIENCE)
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def names_in(folder: Path) -> list[str]:
    """Whose grades are in a journal."""
    path = folder / FILE
    lines = path.read_bytes().split(b"\n")[:-1] if path.is_file() else []  # the last may be half written
    return [msgspec.json.decode(line)["graded"]["grade"]["submission"] for line in lines if line]


@pytest.fixture(scope="module")
def here(grader, tmp_path_factory) -> list[GradedSubmission]:
    """What this machine alone says of the submissions."""
    return graded(grader, tmp_path_factory.mktemp("here"), submissions(), None)


def test_grades_are_those_of_one_machine_byte_for_byte(grader, here, tmp_path):
    with cluster(tmp_path, WORKERS) as (address, _):
        there = graded(grader, tmp_path / "journal", submissions(), address)
    assert [msgspec.json.encode(each) for each in there] == [msgspec.json.encode(each) for each in here]


def test_a_worker_that_is_killed_for_good_costs_nothing_and_a_client_that_is_killed_goes_on(grader, here, tmp_path):
    folder = tmp_path / "journal"
    with cluster(tmp_path, WORKERS) as (address, workers):
        sent = tmp_path / "grader"
        sent.write_bytes(worker.encoded(grader))
        program = [sys.executable, "-m", "tests.gradbreak.grading.cluster.client", sent, folder, address]
        with subprocess.Popen(program) as client:
            wait_until(lambda: names_in(folder), "the first grade")
            client.kill()
        first = names_in(folder)
        assert len(first) < COUNT  # or there is nothing to go on with
        threading.Timer(1.0, workers[0].kill).start()
        there = graded(grader, folder, submissions(), address)
    assert there == here
    names = names_in(folder)
    assert names[: len(first)] == first
    assert sorted(names) == [f"s{number}" for number in range(COUNT)]  # nobody twice


def test_a_cluster_that_is_lost_ends_the_batch_and_makes_no_grade(grader, tmp_path):
    with cluster(tmp_path, 1) as (address, (only,)), open_cluster(address, grader, print) as opened:
        ended: list[Exception] = []

        def ask() -> None:
            try:
                opened.grade(submissions(1)[0], threading.Event())
            except CouldNotGrade as error:
                ended.append(error)

        waiting = threading.Thread(target=ask)
        only.kill()  # nobody grades, so the question is still open
        waiting.start()
        opened._client.shutdown()
        waiting.join(PATIENCE)
        assert [str(error) for error in ended] == [
            f"the cluster at {address} is lost. Start it again, then this command: finished grades are kept"
        ]


def test_a_grade_that_nobody_waits_for_is_given_up(grader, tmp_path):
    stop = threading.Event()
    with cluster(tmp_path, 1) as (address, (only,)), open_cluster(address, grader, print) as opened:
        only.kill()
        stop.set()
        with pytest.raises(StoppedError):
            opened.grade(submissions(1)[0], stop)


def test_where_every_worker_has_another_version_nothing_is_graded(grader, tmp_path, monkeypatch):
    warnings: list[str] = []
    with cluster(tmp_path, 1) as (address, _):
        monkeypatch.setattr("gradbreak.grading.grader.__version__", "0.0.9")
        with (
            pytest.raises(CouldNotGrade, match=r"no worker at .* may grade"),
            open_cluster(address, grader, warnings.append),
        ):
            pass
    (warning,) = warnings
    assert re.fullmatch(
        r"the worker \S+ may not grade and gets no work: it has gradbreak \S+ instead of 0\.0\.9", warning
    )


def test_a_worker_that_joins_later_and_may_not_grade_gets_no_work(grader, tmp_path):
    other = tmp_path / "other.py"
    other.write_text("import gradbreak.grading.grader\n\ngradbreak.grading.grader.__version__ = '0.0.9'\n")
    warnings: list[str] = []
    with cluster(tmp_path, 1) as (address, workers), open_cluster(address, grader, warnings.append) as opened:
        first = opened.workers()
        workers.append(joining(address, tmp_path, "--preload", other))
        wait_until(lambda: opened.workers() and warnings, "the refusal")
        assert opened.workers() == first
        assert len(opened._client.nthreads()) == 2
    assert "instead" in warnings[0]


def test_a_worker_that_joins_later_goes_on_for_one_that_is_lost(grader, here, tmp_path):
    warnings: list[str] = []
    with cluster(tmp_path, 1) as (address, workers), open_cluster(address, grader, warnings.append) as opened:
        workers[0].kill()
        wait_until(lambda: not opened.workers(), "the loss")
        workers.append(joining(address, tmp_path))
        assert opened.grade(submissions()[0], threading.Event()) == here[0]
    assert warnings == ["no worker that may grade is left; grading goes on as soon as one joins"]


def test_a_cluster_without_workers_is_named(grader, tmp_path):
    with cluster(tmp_path, 0) as (address, _), pytest.raises(CouldNotGrade, match="no worker has joined"):
        graded(grader, tmp_path / "journal", submissions(1), address)


def test_where_nobody_listens_the_address_is_named(grader, tmp_path, monkeypatch):
    monkeypatch.setattr("gradbreak.grading.cluster.cluster.CONNECT_SECONDS", 1.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(CouldNotGrade, match=f"no scheduler answers at {address}"):
            graded(grader, tmp_path / "journal", submissions(1), address)

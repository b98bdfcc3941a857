"""A class on a Dask cluster: 1, 2 and 4 workers on submissions that sleep, and what each costs beside its grade."""

from __future__ import annotations

import functools
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from distributed import LocalCluster

from gradbreak.config import load_config
from gradbreak.grading.batch import SuiteGrader, grade_each
from gradbreak.grading.cluster import worker
from gradbreak.grading.cluster.cluster import ClusterGrader, open_cluster
from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import cached_engines
from gradbreak.grading.grader import Grader
from gradbreak.grading.journal import open_grade_journal
from gradbreak.grading.model import IsolationKind, Submission
from gradbreak.grading.one_submission import not_graded
from gradbreak.grading.prepare import unchecked_grader

WORKERS = (1, 2, 4)

SLEEPING = 40
"""Submissions that sleep."""

SLEEP_SECONDS = 0.5
"""How long each does."""

EMPTY = 10_000
"""Submissions of which nothing can be graded, so that only the way there and back takes time."""


def cluster_seconds() -> tuple[dict[int, float], float]:
    """Wall seconds of the sleeping submissions by number of workers, and wall seconds for each empty submission."""
    os.environ["PYTHONPATH"] = str(Path.cwd())  # workers import this module
    config = load_config(Path.cwd())
    grading = load_grading(config)
    grader = unchecked_grader(cached_engines(config, grading, None), grading.rubric, IsolationKind.SUBPROCESS)
    seconds = {count: _batch(grader, count, SLEEPING, sleeping) for count in WORKERS}
    return seconds, _batch(grader, WORKERS[-1], EMPTY, worker.grade) / EMPTY


def sleeping(grader: bytes, submission: bytes) -> bytes:
    """Sleep instead of grading; a worker calls it."""
    time.sleep(SLEEP_SECONDS)
    read = msgspec.msgpack.decode(submission, type=Submission)
    return msgspec.msgpack.encode(not_graded(worker.decoded(grader), read, "asleep"))


def _batch(grader: Grader, workers: int, count: int, work: Callable[[bytes, bytes], bytes]) -> float:
    """Wall seconds of a batch, without the start of the cluster."""
    readers = [functools.partial(_unreadable, number) for number in range(count)]
    local = LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with (
        tempfile.TemporaryDirectory() as folder,
        local as there,
        open_grade_journal(Path(folder)) as journal,
        open_cluster(there.scheduler_address, grader, print, work) as cluster,
    ):
        started = time.perf_counter()
        for _ in grade_each(ClusterGrader(SuiteGrader(grader), cluster), readers, journal, jobs=cluster.at_once):
            pass
        return time.perf_counter() - started


def _unreadable(number: int) -> Submission:
    return Submission(name=f"s{number}", files={}, left_out=(), problem="it is empty", sha256=f"{number:064x}")

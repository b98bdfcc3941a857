"""A connection to a Dask cluster, and a grader that has submissions graded there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.batch import BatchGrader, Progress, SuiteGrader, grade_each
from gradbreak.grading.cluster import worker
from gradbreak.grading.cluster.address import checked_address
from gradbreak.grading.grader import Grader, versions
from gradbreak.grading.journal import GradeJournal
from gradbreak.grading.model import GradedSubmission, Submission
from gradbreak.grading.rounds.examiner_pool import StoppedError

if TYPE_CHECKING:  # whoever names no cluster need not have it
    from distributed import Client, Future

CONNECT_SECONDS = 10.0

WAIT_SECONDS = 0.5
"""How often a thread that waits for a grade looks for a stop, and for workers that are gone or new."""

WAITING_PER_THREAD = 3
"""Submissions that are with the scheduler for each thread of a worker, so that no worker waits for the client."""

LEAST_WAITING = 16
"""The same where there are few workers, for those that join later."""


Work = Callable[[bytes, bytes], bytes]


class Cluster:
    """A cluster of which only workers get work that were checked before; ``open_cluster`` makes it.

    Dask's plugins could check them, too, but a worker is set up with a plugin only after it may get work.

    Args:
        client: the connection.
        address: of the scheduler, for messages.
        grader: what is graded with.
        warn: is told of each worker that may not grade, in a sentence without a full stop.
        work: what a worker calls, with the grader and a submission; measurements have it do something else.
    """

    def __init__(
        self, client: Client, address: str, grader: Grader, warn: Callable[[str], None], work: Work = worker.grade
    ) -> None:
        self._work = work
        self._client = client
        self._address = address
        self._warn = warn
        self._wanted = versions(grader.rubric.packages), grader.rubric.packages, grader.isolation.value
        self._lock = threading.Lock()
        self._looked = -WAIT_SECONDS
        self._refusals: dict[str, str] = {}
        self._allowed: frozenset[str] = frozenset()
        self._encoded = worker.encoded(grader)
        self._sent_to: frozenset[str] = frozenset()
        self._sent: Future[bytes] | None = None

    @property
    def at_once(self) -> int:
        """How many submissions may be under way at the same time."""
        threads: int = sum(self._client.nthreads().values())
        return max(LEAST_WAITING, WAITING_PER_THREAD * threads)

    def workers(self) -> frozenset[str]:
        """The addresses of those that are there and may grade. New ones are checked first."""
        with self._lock:
            if time.monotonic() - self._looked < WAIT_SECONDS:
                return self._allowed
            there = list(self._client.nthreads())
            new = [each for each in there if each not in self._refusals]
            if new:
                found = self._client.run(worker.refusal, *self._wanted, workers=new, on_error="return")
                for each, why in sorted(found.items()):
                    self._refusals[each] = str(why)  # what could not be asked has an error here
                    if self._refusals[each]:
                        self._warn(f"the worker {each} may not grade and gets no work: {why}")
            left = frozenset(each for each in there if self._refusals.get(each) == "")
            if self._allowed and not left:
                self._warn("no worker that may grade is left; grading goes on as soon as one joins")
            self._allowed, self._looked = left, time.monotonic()
            return left

    def grade(self, submission: Submission, stop: threading.Event) -> GradedSubmission:
        """The grade of one submission. If its worker is lost, another starts again.

        Args:
            submission: its files, which are sent.
            stop: the caller sets it when it no longer waits.

        Raises:
            CouldNotGrade: the cluster is lost, or tests cannot be isolated there.
            StoppedError: ``stop`` was set.
        """
        from distributed.client import FutureCancelledError

        asked, future = self._ask(submission, stop)
        while True:
            try:
                return msgspec.msgpack.decode(future.result(timeout=WAIT_SECONDS), type=GradedSubmission)
            except TimeoutError:
                self._go_on(stop)
                if asked.isdisjoint(self.workers()):
                    future.cancel()
                    asked, future = self._ask(submission, stop)
            except FutureCancelledError:
                self._go_on(stop)
                raise self._lost() from None

    def _ask(self, submission: Submission, stop: threading.Event) -> tuple[frozenset[str], Future[bytes]]:
        """Which workers may answer, and the answer to come."""
        while not (allowed := self.workers()):
            self._go_on(stop)
            stop.wait(WAIT_SECONDS)
        with self._lock:
            if self._sent is None or self._sent_to.isdisjoint(allowed):
                # Not scattered: data is gone with the last worker that holds it, and a result is computed again.
                self._sent = self._client.submit(bytes, self._encoded, pure=False, workers=list(allowed))
                self._sent_to = allowed
            sent = self._sent
        content = msgspec.msgpack.encode(submission)
        return allowed, self._client.submit(self._work, sent, content, pure=False, workers=list(allowed))

    def _go_on(self, stop: threading.Event) -> None:
        if stop.is_set():
            raise StoppedError
        if self._client.status != "running":
            raise self._lost()

    def _lost(self) -> CouldNotGrade:
        return CouldNotGrade(
            f"the cluster at {self._address} is lost", "Start it again, then this command: finished grades are kept"
        )


class ClusterGrader:
    """Grades suites on a cluster; all that is not the grading itself is done here.

    Args:
        here: the same grader on this machine.
        cluster: where to grade.
    """

    def __init__(self, here: BatchGrader[GradedSubmission], cluster: Cluster) -> None:
        self._here = here
        self._cluster = cluster

    def digest(self, submission: Submission) -> str:
        """A digest of everything that the grade depends on: the same wherever it is graded."""
        return self._here.digest(submission)

    def grade(self, submission: Submission, *, side_by_side: bool, stop: threading.Event) -> GradedSubmission:
        """The grade of one submission; ``side_by_side`` is for one machine, and here workers are."""
        del side_by_side
        return self._cluster.grade(submission, stop)

    def not_graded(self, submission: Submission, why: str) -> GradedSubmission:
        """The grade of a submission that could not be graded."""
        return self._here.not_graded(submission, why)


@contextmanager
def open_cluster(
    address: str, grader: Grader, warn: Callable[[str], None], work: Work = worker.grade
) -> Iterator[Cluster]:
    """Connect to a cluster and check its workers: their versions, and that they isolate tests as this machine does.

    Args:
        address: of the scheduler: ``tls://…``, or one of this machine. Dask's own configuration names the certificates.
        grader: what is graded with.
        warn: is told of each worker that may not grade.
        work: what a worker calls.

    Raises:
        ConfigError: the address is neither encrypted nor of this machine.
        CouldNotGrade: Dask is not installed, nobody answers, or there is no worker that may grade.
    """
    address = checked_address(address)
    try:
        import distributed
    except ImportError:
        raise CouldNotGrade(
            "a cluster needs Dask, which is not installed", "Run pip install 'gradbreak[cluster]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CouldNotGrade(
            f"no scheduler answers at {address}: {error}", "Start one with dask scheduler; docs/cluster.md says how"
        ) from None
    with client:
        cluster = Cluster(client, address, grader, warn, work)
        if not cluster.workers():
            raise CouldNotGrade(
                f"no worker at {address} may grade" if client.nthreads() else f"no worker has joined {address}",
                f"Start some with this gradbreak: dask worker {address}",
            )
        yield cluster


def grade_on_cluster(
    address: str,
    grader: Grader,
    submissions: Sequence[Callable[[], Submission]],
    journal: GradeJournal[GradedSubmission],
    *,
    warn: Callable[[str], None],
    progress: Progress | None = None,
) -> Iterator[GradedSubmission]:
    """The grades of many suites, as ``grade_all`` gives them.

    Args:
        address: of the scheduler; see ``open_cluster``.
        grader: the grader.
        submissions: each reads one submission when it is called, on this machine.
        journal: the finished grades.
        warn: is told of workers that may not grade.
        progress: called after each submission, by one thread at a time.

    Raises:
        ConfigError, CouldNotGrade: as ``open_cluster`` does, or the cluster was lost.
    """
    with open_cluster(address, grader, warn) as cluster:
        there = ClusterGrader(SuiteGrader(grader), cluster)
        yield from grade_each(there, submissions, journal, jobs=cluster.at_once, progress=progress)

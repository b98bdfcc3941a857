"""The examiners of one submission, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack

from gradbreak.grading.model import Examiner
from gradbreak.grading.rounds.runs import CompletedRun, PlannedRun


class SubmissionTimeoutError(Exception):
    """All runs of a submission together took longer than the rubric allows."""


class StoppedError(Exception):
    """The caller no longer waits for this submission's grade."""


class ExaminerPool:
    """The examiners of one submission and the time they have; for use in a ``with`` statement.

    One thread opens, uses and closes an examiner, because what an examiner starts ends with that thread.

    Args:
        openings: each opens an examiner with a hash seed of its own.
        side_by_side: whether the examiners work at the same time. If not, they share one thread.
        seconds: what all runs together may take, in seconds; see ``RunResult``.
        stop: the caller sets it when it no longer waits for the grade.
    """

    def __init__(
        self,
        openings: Sequence[AbstractContextManager[Examiner]],
        *,
        side_by_side: bool,
        seconds: float,
        stop: threading.Event,
    ) -> None:
        self._openings = openings
        self._threads = [ThreadPoolExecutor(1) for _ in (openings if side_by_side else openings[:1])]
        self._examiners: list[Examiner] = []
        self._seconds = seconds
        self._taken = [0.0 for _ in openings]
        self._stop = stop
        self._stack = ExitStack()

    def __enter__(self) -> ExaminerPool:
        with self._stack as stack:
            for thread in self._threads:
                stack.callback(thread.shutdown)
            opening = []
            for number, examiner in enumerate(self._openings):
                # Opening takes longer than a run, so examiners are opened at the same time too. Each thread closes
                # what it opened, even if another examiner could not be opened.
                own = ExitStack()
                stack.callback(self._close, self._thread(number), own)
                opening.append(self._thread(number).submit(own.enter_context, examiner))
            self._examiners = [each.result() for each in opening]
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def size(self) -> int:
        """How many examiners there are."""
        return len(self._openings)

    def run(self, schedule: Sequence[Sequence[PlannedRun]]) -> list[CompletedRun]:
        """Make every run: examiner ``i`` makes those of ``schedule[i]``, in order.

        Raises:
            SubmissionTimeoutError: the time ran out before the last run began.
            StoppedError: ``stop`` was set before the last run began.
        """
        running = [
            self._thread(number).submit(self._run_all, number, examiner, plans)
            for number, (examiner, plans) in enumerate(zip(self._examiners, schedule, strict=True))
        ]
        return [completed for runs in running for completed in runs.result()]

    def _thread(self, number: int) -> ThreadPoolExecutor:
        return self._threads[number % len(self._threads)]

    @staticmethod
    def _close(thread: ThreadPoolExecutor, opened: ExitStack) -> None:
        thread.submit(opened.close).result()

    def _run_all(self, number: int, examiner: Examiner, plans: Sequence[PlannedRun]) -> list[CompletedRun]:
        completed = []
        for plan in plans:
            if self._stop.is_set():
                raise StoppedError
            if sum(self._taken) > self._seconds:
                raise SubmissionTimeoutError
            result = examiner.run(plan.request)
            self._taken[number] += result.seconds
            completed.append(CompletedRun(plan=plan, result=result))
        return completed

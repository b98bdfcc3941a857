"""Making the runs of a round, each examiner's in its own thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack

from gradbreak.grading.model import Examiner
from gradbreak.grading.rounds.types import CompletedRun, PlannedRun


class SubmissionTimeoutError(Exception):
    """All runs of a submission together have taken longer than they may."""


class StoppedError(Exception):
    """Nobody waits for this submission's grade any more."""


class ExaminerPool:
    """The examiners of one submission, and the time they have; for use in a ``with`` statement.

    Each examiner has one thread from its first moment to its last: what it started ends with that thread.

    Args:
        openings: each opens an examiner with a hash seed of its own.
        side_by_side: whether they work at the same time.
        seconds: wall time for all rounds together.
        stop: set by whoever no longer waits for the grade.
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
        self._deadline = time.monotonic() + seconds
        self._stop = stop
        self._stack = ExitStack()

    def __enter__(self) -> ExaminerPool:
        with self._stack as stack:
            for thread in self._threads:
                stack.callback(thread.shutdown)
            opening = []
            for seat, examiner in enumerate(self._openings):
                # To open one takes longer than a run, so they are opened at the same time too. What each
                # thread opened it closes, even where another could not be opened.
                own = ExitStack()
                stack.callback(self._close, self._thread(seat), own)
                opening.append(self._thread(seat).submit(own.enter_context, examiner))
            self._examiners = [each.result() for each in opening]
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def seats(self) -> int:
        """How many examiners there are."""
        return len(self._openings)

    def play(self, hands: Sequence[Sequence[PlannedRun]]) -> list[CompletedRun]:
        """Make every run; ``hands[i]`` by examiner ``i``, in order.

        Raises:
            SubmissionTimeoutError: the time is over before the last run began.
            StoppedError: ``stop`` was set before it.
        """
        playing = [
            self._thread(seat).submit(self._play_hand, examiner, hand)
            for seat, (examiner, hand) in enumerate(zip(self._examiners, hands, strict=True))
        ]
        return [tried for hand in playing for tried in hand.result()]

    def _thread(self, seat: int) -> ThreadPoolExecutor:
        return self._threads[seat % len(self._threads)]

    @staticmethod
    def _close(thread: ThreadPoolExecutor, opened: ExitStack) -> None:
        thread.submit(opened.close).result()

    def _play_hand(self, examiner: Examiner, hand: Sequence[PlannedRun]) -> list[CompletedRun]:
        tried = []
        for trial in hand:
            if self._stop.is_set():
                raise StoppedError
            if time.monotonic() > self._deadline:
                raise SubmissionTimeoutError
            tried.append(CompletedRun(trial=trial, result=examiner.run(trial.run)))
        return tried

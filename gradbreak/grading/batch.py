"""Grading many submissions, several at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from gradbreak.grading.grader import Grader
from gradbreak.grading.journal import GradeJournal
from gradbreak.grading.model import GradedSubmission, Submission
from gradbreak.grading.one_submission import grade_one

Progress = Callable[[int, int], None]
"""Called with how many submissions are done, and of how many."""


def grade_all(
    grader: Grader,
    submissions: Sequence[Callable[[], Submission]],
    journal: GradeJournal,
    *,
    jobs: int,
    progress: Progress | None = None,
) -> Iterator[GradedSubmission]:
    """The grades of many submissions, in the order given, whatever order they are finished in.

    A grade goes into the journal as soon as it is finished, and comes out of it when its turn is come, so that
    memory does not grow with the batch. A submission whose grade is there already is not run again.

    Args:
        grader: what they are graded with.
        submissions: each reads one submission, when its turn is come.
        journal: grades that are finished.
        jobs: how many processes may be busy at the same time.
        progress: called after each submission, by one thread at a time.

    Raises:
        CouldNotGrade: tests cannot be isolated on this machine.
    """
    # One processor for a submission wastes none of it between rounds; two, where there are some to spare.
    together = max(1, min(jobs, len(submissions)))
    side_by_side = jobs > together
    stop = threading.Event()
    lock = threading.Lock()
    done = 0

    def grade(read: Callable[[], Submission]) -> str:
        nonlocal done
        submission = read()
        key = grader.digest(submission)
        if key not in journal:
            journal.append(key, grade_one(grader, submission, side_by_side=side_by_side, stop=stop))
        with lock:
            done += 1
            if progress:
                progress(done, len(submissions))
        return key

    with ThreadPoolExecutor(together) as pool:
        grading = [pool.submit(grade, read) for read in submissions]
        try:
            for each in grading:
                yield journal.read(each.result())
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)

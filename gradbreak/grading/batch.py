"""Grades many submissions, several at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from msgspec import Struct

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.grader import Grader
from gradbreak.grading.journal import GradeJournal, Named
from gradbreak.grading.model import GradedSubmission, Submission
from gradbreak.grading.one_submission import grade_one, not_graded
from gradbreak.grading.rounds.examiner_pool import StoppedError

T = TypeVar("T", bound=Named)
T_co = TypeVar("T_co", bound=Named, covariant=True)

Progress = Callable[[int, int], None]
"""Called with how many submissions are done, and of how many."""


class BatchGrader(Protocol[T_co]):
    """Grades submissions of one kind: suites, or engines."""

    def digest(self, submission: Submission) -> str:
        """A digest of everything that the grade depends on."""

    def grade(self, submission: Submission, *, side_by_side: bool, stop: threading.Event) -> T_co:
        """The grade of one submission; see ``grade_one``."""

    def not_graded(self, submission: Submission, why: str) -> T_co:
        """The grade of a submission that could not be graded."""


class SuiteGrader(Struct, frozen=True):
    """Grades suites on this machine.

    Attributes:
        grader: what they are graded with.
    """

    grader: Grader

    def digest(self, submission: Submission) -> str:
        """A digest of everything that the grade depends on."""
        return self.grader.digest(submission)

    def grade(self, submission: Submission, *, side_by_side: bool, stop: threading.Event) -> GradedSubmission:
        """The grade of one submission; see ``grade_one``."""
        return grade_one(self.grader, submission, side_by_side=side_by_side, stop=stop)

    def not_graded(self, submission: Submission, why: str) -> GradedSubmission:
        """The grade of a submission that could not be graded."""
        return not_graded(self.grader, submission, why)


def grade_all(
    grader: Grader,
    submissions: Sequence[Callable[[], Submission]],
    journal: GradeJournal[GradedSubmission],
    *,
    jobs: int,
    progress: Progress | None = None,
) -> Iterator[GradedSubmission]:
    """The grades of many suites; see ``grade_each``."""
    return grade_each(SuiteGrader(grader), submissions, journal, jobs=jobs, progress=progress)


def grade_each(
    grader: BatchGrader[T],
    submissions: Sequence[Callable[[], Submission]],
    journal: GradeJournal[T],
    *,
    jobs: int,
    progress: Progress | None = None,
) -> Iterator[T]:
    """The grades of many submissions, in the order given, whichever finishes first.

    A grade is written to the journal as soon as it is finished and read back when its turn comes, so memory does not
    grow with the batch. A submission whose grade is in the journal is not run again. Whatever goes wrong with one
    submission is why that one could not be graded, and the others are.

    Args:
        grader: the grader.
        submissions: each reads one submission when it is called.
        journal: the finished grades.
        jobs: how many processes may be busy at the same time.
        progress: called after each submission, by one thread at a time.

    Raises:
        CouldNotGrade: tests cannot be isolated on this machine.
    """
    # One process for each submission keeps processors busy between rounds. If there are more, each gets two.
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
            journal.append(key, grade_whatever_happens(submission))
        with lock:
            done += 1
            if progress:
                progress(done, len(submissions))
        return key

    def grade_whatever_happens(submission: Submission) -> T:
        try:
            return grader.grade(submission, side_by_side=side_by_side, stop=stop)
        except (CouldNotGrade, StoppedError):
            raise
        except Exception as error:  # noqa: BLE001  # a defect that one submission brings to light costs that one alone
            return grader.not_graded(submission, f"the grader failed on it: {type(error).__name__}: {error}")

    def kept(key: str, read: Callable[[], Submission]) -> T:
        try:
            return journal.read(key)
        except KeyError:  # somebody changed the journal in the meantime, and only a test without a sandbox could
            return grade_whatever_happens(read())

    with ThreadPoolExecutor(together) as pool:
        grading = [pool.submit(grade, read) for read in submissions]
        try:
            for each, read in zip(grading, submissions, strict=True):
                yield kept(each.result(), read)
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)

"""What runs on a worker: whether it may grade, and the grade of one submission. Bytes come in, and bytes go out."""

from __future__ import annotations

import functools
import threading

import msgspec
from msgspec import Struct, structs

from gradbreak.errors import GradbreakError
from gradbreak.grading.declarations import Rubric
from gradbreak.grading.engines import Engines
from gradbreak.grading.grader import Grader, versions
from gradbreak.grading.isolation import choose_isolation
from gradbreak.grading.isolation.interpreter import package_files
from gradbreak.grading.model import IsolationKind, Submission, TestCatches
from gradbreak.grading.one_submission import grade_one
from gradbreak.grading.prepare import unchecked_grader


class SentGrader(Struct, frozen=True, kw_only=True):
    """A grader without what belongs to one process.

    Attributes:
        engines, rubric, isolation, reference, reference_rows: as in ``Grader``.
        versions: of all that grades depend on, where the grader was checked.
    """

    engines: Engines
    rubric: Rubric
    isolation: IsolationKind
    reference: Submission | None
    reference_rows: tuple[TestCatches, ...]
    versions: dict[str, str]


def encoded(grader: Grader) -> bytes:
    """A grader as bytes, for ``grade``."""
    return msgspec.msgpack.encode(
        SentGrader(
            engines=grader.engines,
            rubric=grader.rubric,
            isolation=grader.isolation,
            reference=grader.reference,
            reference_rows=grader.reference_rows,
            versions=versions(grader.rubric.packages),
        )
    )


def refusal(wanted: dict[str, str], packages: tuple[str, ...], isolation: str) -> str:
    """Why this process may not grade; empty where it may.

    The same grade comes of the same code alone, and no code of a student may run less isolated than was asked for.

    Args:
        wanted: the versions of the client.
        packages: what tests may import.
        isolation: where tests are to run.
    """
    try:
        package_files(packages)  # each is installed
        found = versions(packages)
        if choose_isolation(IsolationKind(isolation)) is not IsolationKind(isolation):
            return f"tests cannot run in {isolation} there"
    except GradbreakError as error:
        return error.problem
    wrong = [f"{name} {found[name]} instead of {version}" for name, version in wanted.items() if found[name] != version]
    return f"it has {', '.join(wrong)}" if wrong else ""


def grade(grader: bytes, submission: bytes) -> bytes:
    """The grade of one submission.

    Args:
        grader: as ``encoded`` makes it.
        submission: a ``Submission`` as MessagePack.

    Returns:
        A ``GradedSubmission`` as MessagePack.

    Raises:
        CouldNotGrade: its tests cannot be isolated on this machine.
    """
    read = msgspec.msgpack.decode(submission, type=Submission)
    return msgspec.msgpack.encode(grade_one(decoded(grader), read, side_by_side=False, stop=threading.Event()))


@functools.lru_cache(maxsize=1)  # one batch has one grader
def decoded(grader: bytes) -> Grader:
    """The grader that ``encoded`` made bytes of."""
    sent = msgspec.msgpack.decode(grader, type=SentGrader)
    made = unchecked_grader(sent.engines, sent.rubric, sent.isolation)
    return structs.replace(made, reference=sent.reference, reference_rows=sent.reference_rows)

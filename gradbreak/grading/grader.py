"""What all submissions of a batch are graded with."""

from __future__ import annotations

import hashlib
import platform
from contextlib import AbstractContextManager
from importlib.metadata import version
from typing import Protocol

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.grading.declarations import Rubric
from gradbreak.grading.engines import Engines
from gradbreak.grading.isolation import PACKAGES
from gradbreak.grading.model import Examiner, IsolationKind, Submission, TestCatches


class ExaminerOpener(Protocol):
    """Makes ready what one submission's tests run in."""

    def __call__(self, submission: Submission, hash_seed: int) -> AbstractContextManager[Examiner]:
        """An examiner for one submission, which is over at the end of the ``with`` statement.

        Args:
            submission: whose tests it runs.
            hash_seed: Python's, for every run.
        """


class Grader(Struct, frozen=True, kw_only=True):
    """Everything about grading that does not depend on the submission.

    Attributes:
        engines: what tests are tried on.
        rubric: what catching is worth.
        open: makes examiners.
        isolation: what they run tests in.
        reference: the reference suite, from which next tests are taken; None while that suite is graded itself.
        reference_rows: what each of its tests notices.
    """

    engines: Engines
    rubric: Rubric
    open: ExaminerOpener
    isolation: IsolationKind
    reference: Submission | None = None
    reference_rows: tuple[TestCatches, ...] = ()

    @property
    def test_seconds(self) -> float:
        """The limit that a test meets first, whichever it is."""
        return min(self.rubric.limits.cpu_seconds, self.rubric.limits.wall_seconds)

    def digest(self, *submissions: Submission) -> str:
        """Of all that the grades of these submissions depend on, as hexadecimal digits.

        How much of a grade is shown is not among it.
        """
        engines = self.engines
        texts = [engine.text for engine in engines.correct]
        texts += [broken.plain for broken in engines.targets]
        parts: list[object] = [
            __version__,
            platform.python_version(),
            [version(package) for package in (*PACKAGES, *self.rubric.packages)],
            self.isolation,
            msgspec.structs.replace(self.rubric, feedback="everything"),
            engines.broken,
            [(control.name, control.independent_of) for control in engines.correct],
            [sorted(text.items()) for text in texts],
            [sorted(broken.disguised.files.items()) for broken in engines.targets],
            [(each.name, each.sha256) for each in (self.reference, *submissions) if each is not None],
        ]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

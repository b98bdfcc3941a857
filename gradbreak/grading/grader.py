"""The grader: everything about grading that does not depend on the submission."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
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


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Name → version of all software that a grade depends on.

    Args:
        packages: what tests may import besides what they always may.

    Raises:
        PackageNotFoundError: one is not installed.
    """
    found = {"gradbreak": __version__, "Python": platform.python_version()}
    return found | {package: version(package) for package in (*PACKAGES, *packages)}


class ExaminerOpener(Protocol):
    """Opens an examiner for one submission."""

    def __call__(self, submission: Submission, hash_seed: int) -> AbstractContextManager[Examiner]:
        """An examiner for one submission, closed at the end of the ``with`` statement.

        Args:
            submission: whose tests it runs.
            hash_seed: ``PYTHONHASHSEED`` of every run.
        """


class Grader(Struct, frozen=True, kw_only=True):
    """Engines, rubric and isolation, shared by all submissions of a batch.

    Attributes:
        engines: the engines that tests are tried on.
        rubric: the points for each level, and the limits.
        open: opens examiners.
        isolation: where examiners run tests.
        reference: the reference suite, which next tests are taken from; None while that suite itself is graded.
        reference_rows: what each of its tests catches.
    """

    engines: Engines
    rubric: Rubric
    open: ExaminerOpener
    isolation: IsolationKind
    reference: Submission | None = None
    reference_rows: tuple[TestCatches, ...] = ()

    @property
    def test_seconds(self) -> float:
        """The lower of the limits on CPU time and wall time of a test, in seconds."""
        return min(self.rubric.limits.cpu_seconds, self.rubric.limits.wall_seconds)

    def digest(self, *submissions: Submission) -> str:
        """A digest of everything that the grades of these submissions depend on, as hexadecimal digits.

        Of the rubric, only the limits of a run are part of it: points, rounding, feedback and language change nothing
        about what the tests catch.
        """
        engines = self.engines
        texts = [engine.text for engine in engines.correct]
        texts += [broken.plain for broken in engines.targets]
        parts: list[object] = [
            list(versions(self.rubric.packages).values()),
            self.isolation,
            (self.rubric.limits, self.rubric.submission_seconds, self.rubric.packages),
            engines.broken,
            [(control.name, control.independent_of) for control in engines.correct],
            [sorted(text.items()) for text in texts],
            [engine.sets for engine in engines.correct],
            sorted(engines.telling.items()) if engines.telling is not None else None,
            [(each.name, each.sha256) for each in (self.reference, *submissions) if each is not None],
        ]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

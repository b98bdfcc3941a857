"""Grades engines: everything about it that does not depend on the submission."""

from __future__ import annotations

import hashlib
import platform
import threading
from importlib.metadata import version

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.grading.declarations import EngineRubric
from gradbreak.grading.engine_check.isolated import LIMITS, EngineFacts, NotCheckedError, facts_of
from gradbreak.grading.engine_check.judging import items_of, levels_of
from gradbreak.grading.fingerprints import fingerprints
from gradbreak.grading.isolation import PACKAGES
from gradbreak.grading.model import GradeVerdict, IsolationKind, Submission
from gradbreak.grading.model.engine_grade import EngineGrade, EngineLevels


class EngineGrader(Struct, frozen=True, kw_only=True):
    """Rubric and isolation, shared by all engines of a class.

    Attributes:
        rubric: the points, the operations that an engine must have, and the packages that it may import.
        isolation: where engines run.
    """

    rubric: EngineRubric
    isolation: IsolationKind

    @property
    def items(self) -> dict[str, tuple[str, ...]]:
        """The items of each level, by its name."""
        return items_of(self.rubric.engine_operations)

    def digest(self, submission: Submission) -> str:
        """A digest of everything that the grade of an engine depends on, as hexadecimal digits; not of its points."""
        parts: list[object] = [
            "engine",
            __version__,
            platform.python_version(),
            [version(package) for package in (*PACKAGES, *self.rubric.packages)],
            self.isolation,
            (LIMITS, self.rubric.engine_operations, self.rubric.packages),
            (submission.name, submission.sha256),
        ]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

    def grade(self, submission: Submission, *, side_by_side: bool, stop: threading.Event) -> EngineGrade:  # noqa: ARG002  # what every batch says
        """The grade of one engine. Every submission gets one, whatever its code does.

        Args:
            submission: its files.
            side_by_side: it has one process in any case.
            stop: the check is short enough to be waited for.

        Raises:
            CouldNotGrade: it cannot be isolated on this machine.
        """
        if submission.problem:
            return self.not_graded(submission, submission.problem)
        try:
            facts = facts_of(submission, self.isolation, self.rubric.packages)
        except NotCheckedError as error:
            return self.not_graded(submission, str(error))
        return self._graded(submission, facts, "")

    def not_graded(self, submission: Submission, why: str) -> EngineGrade:
        """The grade of an engine that could not be checked.

        Args:
            submission: its files.
            why: the reason, for its author and the teacher.
        """
        return self._graded(submission, None, why)

    def _graded(self, submission: Submission, facts: EngineFacts | None, problem: str) -> EngineGrade:
        levels = levels_of(facts, self.rubric.engine_operations)
        return EngineGrade(
            submission=submission.name,
            verdict=_verdict(facts, levels),
            levels=levels,
            problem=problem,
            check=facts.check if facts is not None else None,
            left_out=submission.left_out,
            isolation=self.isolation,
            sha256=submission.sha256,
            gradbreak_version=__version__,
            sources=fingerprints(submission.files),
        )


def _verdict(facts: EngineFacts | None, levels: EngineLevels) -> GradeVerdict:
    """An engine is right if its numbers are, and if it has every operation that the rubric names."""
    if facts is None:
        return GradeVerdict.NOT_GRADABLE
    has_all = not (levels.values.missed or levels.gradients.missed or levels.diamonds.missed or levels.orders.missed)
    return GradeVerdict.RIGHT if facts.check.is_right and has_all else GradeVerdict.WRONG

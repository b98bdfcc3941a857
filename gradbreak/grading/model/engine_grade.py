"""The grade of an engine that a student wrote."""

from __future__ import annotations

from msgspec import Struct

from gradbreak.check.checking import EngineCheck
from gradbreak.grading.model.grade import GradeVerdict, IsolationKind, Level, SourceFingerprint
from gradbreak.grading.model.submission import FileProblem


class EngineLevels(Struct, frozen=True, kw_only=True):
    """What is right of an engine, part by part. ``caught`` of a level is how much of it is right.

    Attributes:
        values: the value of each operation.
        gradients: its gradients where each variable is used once.
        diamonds: its gradients where a variable is used again.
        orders: all gradients, in whichever of two orders sets are iterated.
        depth: a graph of 1,000 nodes, and one of 10,000.
        two_sweeps: after a second sweep without a reset all gradients add up, or all start anew.
        zero_grad: a method that sets gradients to 0.
    """

    values: Level
    gradients: Level
    diamonds: Level
    orders: Level
    depth: Level
    two_sweeps: Level
    zero_grad: Level

    def named(self) -> tuple[tuple[str, Level], ...]:
        """Each level with its name."""
        return tuple((name, getattr(self, name)) for name in self.__struct_fields__)


class EngineGrade(Struct, frozen=True, kw_only=True):
    """What was found out about one engine. It holds no points, as ``Grade`` holds none.

    Attributes:
        submission: its name: that of the file, folder or archive.
        verdict: right, wrong, or could not be graded.
        levels: what is right.
        problem: why it could not be graded; empty where it could.
        check: all that was found out; None where it could not be graded.
        left_out: files that were left out, each with the reason.
        isolation: where it ran.
        sha256: of its files, as hexadecimal digits.
        gradbreak_version: of the grader.
        sources: the fingerprints of its Python files.
    """

    submission: str
    verdict: GradeVerdict
    levels: EngineLevels
    problem: str
    check: EngineCheck | None
    left_out: tuple[FileProblem, ...]
    isolation: IsolationKind
    sha256: str
    gradbreak_version: str
    sources: tuple[SourceFingerprint, ...] = ()

"""What the rounds run, and what they find."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from gradbreak.grading.engines import CorrectEngine, Target
from gradbreak.grading.model import FileProblem, RunRequest, RunResult


class PlannedRun(Struct, frozen=True, kw_only=True):
    """One run that is to be made.

    Attributes:
        engine: which engine it is on, which the run itself does not say.
        run: the run.
        is_confirming: whether it is on the disguised form of a broken engine, to confirm what was noticed on the plain.
    """

    engine: CorrectEngine | Target
    run: RunRequest
    is_confirming: bool = False


class CompletedRun(Struct, frozen=True, kw_only=True):
    """One run that was made."""

    trial: PlannedRun
    result: RunResult


class Evidence(Struct, frozen=True, kw_only=True):
    """What the rounds found out about one submission.

    Attributes:
        tests: every test that was found, in the order in which they are written.
        problems: files without a readable test.
        set_aside: test → why it does not count.
        noticed: a valid test → the ids of the broken engines that it notices.
        caught: the ids of all broken engines on which a valid test failed, and failed again on the disguised form.
        obstacle: why nothing could be found out; empty where something was.
    """

    tests: tuple[str, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    set_aside: Mapping[str, str] = {}
    noticed: Mapping[str, frozenset[str]] = {}
    caught: frozenset[str] = frozenset()
    obstacle: str = ""

"""A run before and after it is made, with the engine that the run itself does not name."""

from __future__ import annotations

from msgspec import Struct

from gradbreak.grading.engines import CorrectEngine, Target
from gradbreak.grading.model import RunRequest, RunResult


class PlannedRun(Struct, frozen=True, kw_only=True):
    """One run that is to be made.

    Attributes:
        engine: the engine to run on; the request does not say which one it is.
        request: what the examiner is asked.
    """

    engine: CorrectEngine | Target
    request: RunRequest


class CompletedRun(Struct, frozen=True, kw_only=True):
    """One run that was made, and its result."""

    plan: PlannedRun
    result: RunResult

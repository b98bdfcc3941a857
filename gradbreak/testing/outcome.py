"""What can come of one test."""

from __future__ import annotations

import enum


class Outcome(enum.StrEnum):
    """What came of one test in one process. The last two are given by whoever watches that process."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    TIMEOUT = "timeout"
    CRASHED = "crashed"

"""The words for verdicts, levels and points that all formats share."""

from __future__ import annotations

from gradbreak.grading.model import GradeVerdict, IsolationKind
from gradbreak.grading.output.redacted_grade import Points, RedactedGrade

VERDICTS = {
    GradeVerdict.CATCHES: "catches the break",
    GradeVerdict.MISSES: "does not catch the break",
    GradeVerdict.NOT_GRADABLE: "could not be graded",
}

LEVELS = {
    "verdict": "the break",
    "canonical": "the whole break",
    "ops": "each operation's break",
    "sites": "each single site",
    "order_proof": "each site under either order",
}
"""Level → what it asks of a suite, as a noun."""

MEANINGS = {
    "canonical": "every accumulating write replaces instead of adding",
    "ops": "all writes of one operation at a time",
    "sites": "one single write at a time",
    "order_proof": "one single write at a time, whichever operand the sweep visits first",
}

ISOLATIONS = {
    IsolationKind.BUBBLEWRAP: "bubblewrap (no network, a read-only system, its own temporary folder)",
    IsolationKind.SUBPROCESS: "a subprocess with limits; nothing kept it from the network or from files",
}

MOST_LISTED = 50
"""How many entries of a list are shown. A suite of 5,000 tests must not make a page of 5,000 lines."""


def points(value: float) -> str:
    """A number of points without needless zeros: ``7``, ``7.5``, ``6.67``."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def score_line(redacted: RedactedGrade) -> str:
    """``6.5 of 10 points``."""
    grade = redacted.grade
    return f"{points(grade.score)} of {points(grade.max_score)} points"


def tests_line(redacted: RedactedGrade) -> str:
    """How many tests count; empty where the policy withholds it."""
    tests = redacted.grade.tests
    return f"{tests.valid} of {tests.total} tests count" if tests is not None else ""


def listed(names: tuple[str, ...], most: int = MOST_LISTED) -> str:
    """Names separated by commas. If there are too many, the rest is counted."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def said_of(redacted: RedactedGrade, points: Points) -> str:
    """One line about a level."""
    grade = redacted.grade
    if grade.levels is None:
        return VERDICTS[grade.verdict]
    level = getattr(grade.levels, points.level)
    missed = f"; missed: {listed(level.missed)}" if level.missed else ""
    return f"{level.caught} of {level.total} caught{missed}"

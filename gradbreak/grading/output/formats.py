"""Which formats there are, and what each prints on standard output."""

from __future__ import annotations

import enum
import platform
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from gradbreak.grading.output.canvas import canvas
from gradbreak.grading.output.github import github
from gradbreak.grading.output.gradescope import gradescope
from gradbreak.grading.output.json_text import one_as_json, several_as_json
from gradbreak.grading.output.junit import junit
from gradbreak.grading.output.moodle import moodle
from gradbreak.grading.output.prairielearn import prairielearn
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.roster import Roster


class Format(enum.StrEnum):
    """What ``--format`` takes."""

    TEXT = "text"
    JSON = "json"
    GRADESCOPE = "gradescope"
    PRAIRIELEARN = "prairielearn"
    GITHUB = "github"
    JUNIT = "junit"
    CANVAS = "canvas"
    MOODLE = "moodle"


FOR_ONE = frozenset({Format.GRADESCOPE, Format.PRAIRIELEARN, Format.GITHUB})
"""Formats of systems that have each submission graded by itself."""

GRADEBOOKS = frozenset({Format.CANVAS, Format.MOODLE})
"""Formats that a roster can be put into."""


class FormatOptions(Struct, frozen=True, kw_only=True):
    """What to print besides the grades themselves.

    Attributes:
        is_batch: a list is expected, though it may have one entry.
        column: the title of the column in a gradebook.
        roster: the gradebook's students.
        environment: the environment variables; GitHub names the files of a step there.
    """

    is_batch: bool
    column: str
    roster: Roster | None
    environment: Mapping[str, str]


def printed(format_: Format, grades: Sequence[RedactedGrade], request: FormatOptions) -> str:
    """What a format other than text prints.

    In a step of GitHub Actions the result and the summary go into the step's files as well.

    Args:
        format_: any but text, which is printed in colour.
        grades: the grades; one for the formats of ``FOR_ONE``.
        request: all else.

    Raises:
        GradbreakError: the roster does not fit the format.
        OSError: a file of the step cannot be written.
    """
    makers: Mapping[Format, Callable[[], str]] = {
        Format.JSON: lambda: several_as_json(grades) if request.is_batch else one_as_json(grades[0]),
        Format.GRADESCOPE: lambda: gradescope(grades[0]),
        Format.PRAIRIELEARN: lambda: prairielearn(grades[0]),
        Format.GITHUB: lambda: _step(grades[0], request.environment),
        Format.JUNIT: lambda: junit(grades, datetime.now(UTC), platform.node()),
        Format.CANVAS: lambda: canvas(grades, request.column, request.roster),
        Format.MOODLE: lambda: moodle(grades, request.roster),
    }
    return makers[format_]()


def _step(redacted: RedactedGrade, environment: Mapping[str, str]) -> str:
    step = github(redacted, secrets.token_hex(16))
    is_in_file = _append(environment.get("GITHUB_OUTPUT", ""), step.output)
    _append(environment.get("GITHUB_STEP_SUMMARY", ""), step.summary)
    return step.log if is_in_file else step.log + step.output


def _append(path: str, text: str) -> bool:
    """Add to one of the step's files, where there is one."""
    if not path:
        return False
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)
    return True

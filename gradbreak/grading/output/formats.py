"""The formats of ``--format``, and what each of them prints."""

from __future__ import annotations

import enum
import platform
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from gradbreak.grading.output.canvas import canvas
from gradbreak.grading.output.engine_wording import wording_of
from gradbreak.grading.output.github import github
from gradbreak.grading.output.gradescope import gradescope
from gradbreak.grading.output.json_text import one_as_json, several_as_json
from gradbreak.grading.output.junit import junit
from gradbreak.grading.output.moodle import moodle, roster_keys
from gradbreak.grading.output.prairielearn import prairielearn
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.roster import Roster, match, reasons_without_mark, student_names
from gradbreak.grading.output.student_columns import CANVAS_KEYS
from gradbreak.grading.output.untrusted import printable
from gradbreak.grading.output.wording import Wording


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
"""Formats for systems that grade one submission at a time."""

GRADEBOOKS = frozenset({Format.CANVAS, Format.MOODLE})
"""Formats that take a roster."""


class FormatOptions(Struct, frozen=True, kw_only=True):
    """What a format needs besides the grades.

    Attributes:
        is_batch: whether to print a list even if there is only one grade.
        column: the title of the column in a gradebook.
        roster: the gradebook's students.
        environment: the environment variables, in which GitHub names the files of a step.
        language: of what people read, one of ``gradbreak.texts.LANGUAGES``.
    """

    is_batch: bool
    column: str
    roster: Roster | None
    environment: Mapping[str, str]
    language: str = "en"


def format_grades(format_: Format, grades: Sequence[RedactedGrade], options: FormatOptions) -> str:
    """The grades in a format other than text.

    In a step of GitHub Actions this also appends the result and the summary to the step's files.

    Args:
        format_: any but text; see ``text_lines`` and ``table_lines`` for that.
        grades: the grades; one for the formats of ``FOR_ONE``.
        options: all else that a format needs.

    Raises:
        GradbreakError: the roster does not fit the format.
        OSError: a file of the step cannot be written.
    """
    wording = wording_of(grades[0], options.language) if grades else Wording(options.language)
    makers: Mapping[Format, Callable[[], str]] = {
        Format.JSON: lambda: several_as_json(grades) if options.is_batch else one_as_json(grades[0]),
        Format.GRADESCOPE: lambda: gradescope(grades[0], wording),
        Format.PRAIRIELEARN: lambda: prairielearn(grades[0], wording),
        Format.GITHUB: lambda: _step(grades[0], options.environment, wording),
        Format.JUNIT: lambda: junit(grades, datetime.now(UTC), platform.node()),
        Format.CANVAS: lambda: canvas(grades, options.column, options.roster),
        Format.MOODLE: lambda: moodle(grades, options.roster, wording),
    }
    return makers[format_]()


def without_mark(format_: Format, grades: Sequence[RedactedGrade], roster: Roster) -> tuple[str, ...]:
    """Why submissions and students of a roster get no mark, a sentence each.

    Args:
        format_: one of ``GRADEBOOKS``.
        grades: the grades.
        roster: the gradebook's students.
    """
    keys = {Format.CANVAS: CANVAS_KEYS, Format.MOODLE: roster_keys()}[format_]
    matched = match([redacted.grade.submission for redacted in grades], roster, keys)
    return tuple(reasons_without_mark(matched))


def students_of(names: Collection[str], roster: Roster) -> Mapping[str, str]:
    """The name of a submission → that of its student in the roster; without those that belong to nobody alone.

    Args:
        names: of the submissions.
        roster: the export of any gradebook that ``--format`` knows.
    """
    found = student_names(names, roster, tuple(dict.fromkeys((*CANVAS_KEYS, *roster_keys()))))
    return {name: printable(student) for name, student in found.items()}


def _step(redacted: RedactedGrade, environment: Mapping[str, str], wording: Wording) -> str:
    step = github(redacted, secrets.token_hex(16), wording)
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

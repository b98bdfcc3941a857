"""What commands that grade engines are told, apart from what does it: importing that takes longer than a check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

OUT = Path("reports/engines")
"""Where a class is written unless ``--out`` says otherwise, relative to the folder one stands in."""

FORMATS = ("text", "json", "gradescope", "prairielearn", "github", "junit", "canvas", "moodle")
"""Those of ``gradbreak grade``; named here, because importing them would take longer than a check."""

POLICIES = ("verdict", "counts", "names", "everything")
"""Those of ``gradbreak grade``, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineGradingChoice:
    """The options of a command that grades engines.

    Attributes:
        is_each: every path is a folder of engines.
        is_language_asked: the language was named, so that the rubric's does not count.
    """

    format_: str
    is_each: bool
    rubric: Path | None
    out: Path | None
    jobs: int | None
    require_sandbox: bool
    feedback: str | None
    roster: Path | None
    anonymous: bool
    column: str
    fresh: bool
    language: str
    is_language_asked: bool

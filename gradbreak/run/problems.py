"""Reading from pytest's output why the tests could not be collected, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradbreak.run.messages import LeftOutFile, Problem
from gradbreak.testing.exceptions import last_line

RAISED = re.compile(r"^E\s+(?P<message>\S.*)$", re.MULTILINE)
NAMES = (re.compile(r"[\w.]+(Error|Exception|Warning)\b"), re.compile(r"[\w.]+: "))
"""How the line that names the exception begins; the lines after it may continue its message."""
BAD_SYNTAX = re.compile(r'^E?\s*File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE)
PLACE = re.compile(r"^(?P<file>[^\n:]+\.py):(?P<line>\d+): in ", re.MULTILINE)
MISSING = re.compile(r"^ModuleNotFoundError: No module named '[\w.]+'$")
CONFTEST = re.compile(r"^ImportError while loading conftest '(?P<file>[^']+)'", re.MULTILINE)
COMPLAINT = re.compile(r"^(?:.*?: )?error: (?P<message>.+)$", re.MULTILINE | re.IGNORECASE)

ENDS_AT_IMPORT = 'SystemExit: it ends the process when it is imported; keep that under `if __name__ == "__main__":`'
"""Said of a test file that calls ``sys.exit`` outside every function."""

PYTEST = "pytest"
"""Stands for a file where pytest itself refuses to start."""


def problem_of(text: str, file: str, root: Path) -> Problem:
    """The problem with a file that pytest can't collect.

    In pytest's report the lines beginning with ``E`` are the exception. A syntax error names its place in them; for
    another exception the place is the last ``file.py:12: in …`` above, which may be a file that the tests import.

    Args:
        text: the report.
        file: the file it is about, relative to the root.
        root: the project's folder.
    """
    said = [match["message"].strip() for match in RAISED.finditer(text)]
    named = [line for pattern in NAMES for line in reversed(said) if pattern.match(line)]
    place = file, 0
    for match in (*PLACE.finditer(text), *BAD_SYNTAX.finditer(text)):
        found = root / match["file"]
        if found.is_relative_to(root) and found.is_file():
            place = found.relative_to(root).as_posix(), int(match["line"])
    message = next(iter([*named, *said[-1:]]), " ".join(text.split())[-300:])
    return Problem(file=place[0], line=place[1], message=message)


def left_out_file(report: pytest.CollectReport, root: Path) -> LeftOutFile | None:
    """The file of a report on a collection, where it skips itself or needs a module that is not installed.

    Args:
        report: of what was not collected.
        root: the project's folder.
    """
    if report.skipped:
        # pytest's form: the file, the line and the reason.
        said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        return LeftOutFile(file=report.nodeid, is_skipped=True, reason=said.removeprefix("Skipped: "))
    message = problem_of(str(report.longrepr), report.nodeid, root).message
    return LeftOutFile(file=report.nodeid, is_skipped=False, reason=message) if MISSING.match(message) else None


def exit_text(error: SystemExit, root: Path) -> str:
    """A report, such as pytest makes, on a file that ended the process when it was imported.

    Args:
        error: what it raised.
        root: the project's folder.
    """
    place = last_line(error.__traceback__, lambda path: Path(path).is_relative_to(root))
    where = f"{Path(place.file).relative_to(root)}:{place.number}: in <module>\n" if place else ""
    return f"{where}E   {ENDS_AT_IMPORT}"


def start_problem(text: str, root: Path) -> Problem:
    """The problem for which pytest ended without collecting anything, from its standard error.

    Args:
        text: all of it.
        root: the project's folder.
    """
    conftest = CONFTEST.search(text)
    if conftest:
        return problem_of(text, Path(conftest["file"]).relative_to(root).as_posix(), root)
    complaints = [match["message"] for match in COMPLAINT.finditer(text)]
    said = next((message for message in complaints if not message.startswith("usage: ")), " ".join(text.split())[-300:])
    return Problem(file=PYTEST, line=0, message=said.replace(f"{root}/", ""))

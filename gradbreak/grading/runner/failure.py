"""One line about an exception."""

from __future__ import annotations

import linecache
import types
from collections.abc import Sequence

import pytest

from .events import LONGEST_MESSAGE


def describe(error: BaseException, submission: str, packages: Sequence[str] = ()) -> str:
    """The exception's name and the first line of its message; for a bare assertion, the line that made it.

    Args:
        error: the exception.
        submission: the folder with the student's files.
        packages: what is installed for tests, for whoever asks in vain for something else.
    """
    if isinstance(error, pytest.FixtureLookupError):
        return error.msg or f"there is no fixture {error.argname!r}"
    said = _first_line(error)
    if not said and isinstance(error, AssertionError):
        said = _line_in(error.__traceback__, submission)
    elif isinstance(error, ModuleNotFoundError) and packages:
        said = f"{said or 'there is no such module'}; of packages tests have {_listed(packages)}"
    name = type(error).__name__
    return (f"{name}: {said}" if said else name)[:LONGEST_MESSAGE]


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _first_line(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception as second:  # noqa: BLE001  # a learner's __str__ may raise anything
        return f"its message raises {type(second).__name__}"
    return next((line.strip() for line in text[: 4 * LONGEST_MESSAGE].splitlines() if line.strip()), "")


def _line_in(traceback: types.TracebackType | None, submission: str) -> str:
    """The last line on the way to the error that is the student's."""
    line = ""
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(submission):
            line = linecache.getline(file, traceback.tb_lineno).strip() or line
        traceback = traceback.tb_next
    return line

"""Reading an exception that ended a test: its text, its kind, and the line that it came from."""

from __future__ import annotations

import linecache
import types
from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Line:
    """A line of a source file.

    Attributes:
        file: its path, as Python has it.
        number: counted from 1.
        text: stripped; empty where the file cannot be read.
    """

    file: str
    number: int
    text: str


def is_assertion(error: BaseException) -> bool:
    """Whether an assertion failed, or ``pytest.fail`` was called."""
    return isinstance(error, (AssertionError, pytest.fail.Exception))


def text_of(error: BaseException) -> str:
    """The exception's message; one that cannot be made is replaced by a sentence that says so."""
    try:
        return str(error)
    except Exception as second:  # noqa: BLE001  # a learner's __str__ may raise anything
        return f"<its message raises {type(second).__name__}>"


def last_line(traceback: types.TracebackType | None, belongs: Callable[[str], bool]) -> Line | None:
    """The last line on the stack that is in one of certain files; None where there is none.

    Args:
        traceback: of the exception.
        belongs: whether a path is one of these files.
    """
    found: tuple[str, int] | None = None
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if belongs(file):
            found = file, traceback.tb_lineno
        traceback = traceback.tb_next
    return Line(*found, linecache.getline(*found).strip()) if found else None

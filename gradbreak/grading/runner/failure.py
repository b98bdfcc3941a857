"""One line about an exception, for the student."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ...testing.exceptions import last_line, text_of
from .compared import values_in
from .events import LONGEST_MESSAGE


def describe(error: BaseException, submission: str, packages: Sequence[str] = ()) -> str:
    """The exception's name and the first line of its message; for a bare assertion, its line and what it compared.

    Args:
        error: the exception.
        submission: the folder with the student's files.
        packages: what is installed for tests; named where a module is missing.
    """
    if isinstance(error, pytest.FixtureLookupError):
        return error.msg or f"there is no fixture {error.argname!r}"
    said = _first_line(text_of(error))
    if said.startswith("async def functions are not natively supported"):
        return "it was not run, because it is async def and no plugin runs coroutines here"
    if not said and isinstance(error, AssertionError):
        line = last_line(error.__traceback__, lambda file: file.startswith(submission))
        said = line.text + values_in(line.text, error.__traceback__, submission) if line else ""
    elif isinstance(error, ModuleNotFoundError) and packages:
        said = f"{said or 'there is no such module'}; of packages tests have {_listed(packages)}"
    name = type(error).__name__
    return (f"{name}: {said}" if said else name)[:LONGEST_MESSAGE]


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _first_line(text: str) -> str:
    return next((line.strip() for line in text[: 4 * LONGEST_MESSAGE].splitlines() if line.strip()), "")

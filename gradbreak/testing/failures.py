"""What a failed test said, in a form that two runs agree on."""

from __future__ import annotations

import functools
import linecache
import os
import re
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradbreak.model import Failure, FailureKind

LONGEST_MESSAGE = 1200
"""In characters. Longer ones are cut: a report shows the first lines, and a flooded message helps nobody."""

ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}\b|\b0x[0-9a-fA-F]*(?=\.\.\.)|(?<=\.\.\.)x?[0-9a-fA-F]+(?=>)")
"""Of an object that has no repr of its own. Of a long one pytest shows both ends, and either may cut an address."""


def describe(error: BaseException, root: str) -> Failure:
    """The failure that an exception stands for.

    Args:
        error: what ended the test.
        root: the project's folder, absolute; the failing line is the last one on the stack inside
            it that is a test's own and not the engine's.
    """
    file, line, statement = "", 0, ""
    for path, number in _stack(error.__traceback__):
        if path.startswith(root + os.sep) and _is_test_file(path):
            file, line = path, number
    if file:
        statement = linecache.getline(file, line).strip()
        file = Path(os.path.relpath(file, root)).as_posix()
    is_assertion = isinstance(error, (AssertionError, pytest.fail.Exception))
    return Failure(
        kind=FailureKind.ASSERTION if is_assertion else FailureKind.EXCEPTION,
        exception=type(error).__name__,
        message=_message(error, root),
        file=file,
        line=line,
        statement=statement,
    )


@functools.cache
def _is_test_file(path: str) -> bool:
    """Whether pytest would collect it, or take fixtures from it. Cached: it is asked for each frame of each failure."""
    name = Path(path).name
    return name.startswith(("test_", "conftest")) or name.endswith("_test.py")


def _stack(traceback: types.TracebackType | None) -> Iterator[tuple[str, int]]:
    while traceback is not None:
        yield traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next


def _message(error: BaseException, root: str) -> str:
    try:
        text = str(error)
    except Exception as second:  # noqa: BLE001  # a learner's __str__ may raise anything
        text = f"<the message of this {type(error).__name__} raises {type(second).__name__}>"
    notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, str)]
    text = "\n".join([text, *notes]).strip()
    text = ADDRESS.sub("0x…", text).replace(root + os.sep, "")
    # Half of a surrogate pair is a legal Python string and no legal JSON.
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"

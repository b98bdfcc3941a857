"""Why a test failed, in a form that two runs agree on."""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path

from gradbreak.model import Failure, FailureKind
from gradbreak.testing.exceptions import is_assertion, last_line, text_of

LONGEST_MESSAGE = 1200
"""In characters. Longer messages are cut: a report shows the first lines only."""

ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}\b|\b0x[0-9a-fA-F]*(?=\.\.\.)|(?<=\.\.\.)x?[0-9a-fA-F]+(?=>)")
"""The address in the repr of an object that defines none. pytest shows both ends of a long repr, so either end may
cut the address."""


def describe(error: BaseException, root: str) -> Failure:
    """The failure that an exception stands for.

    Args:
        error: what ended the test.
        root: the project's folder, absolute; the failing line is the last one on the stack inside
            it that is a test's own and not the engine's.
    """
    line = last_line(error.__traceback__, lambda path: path.startswith(root + os.sep) and _is_test_file(path))
    return Failure(
        kind=FailureKind.ASSERTION if is_assertion(error) else FailureKind.EXCEPTION,
        exception=type(error).__name__,
        message=_message(error, root),
        file=Path(os.path.relpath(line.file, root)).as_posix() if line else "",
        line=line.number if line else 0,
        statement=line.text if line else "",
    )


@functools.cache
def _is_test_file(path: str) -> bool:
    """Whether pytest would collect it or take fixtures from it. Cached, because each frame of each failure asks."""
    name = Path(path).name
    return name.startswith(("test_", "conftest")) or name.endswith("_test.py")


def _message(error: BaseException, root: str) -> str:
    notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, str)]
    text = "\n".join([text_of(error), *notes]).strip()
    text = ADDRESS.sub("0x…", text).replace(root + os.sep, "")
    # Half of a surrogate pair is a legal Python string and no legal JSON.
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"

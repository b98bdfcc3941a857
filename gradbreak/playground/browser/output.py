"""What tests print: kept up to a limit, so that a flood of it fills no memory."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

MOST_KEPT = 4_000
"""Characters."""


class BoundedOutput(io.TextIOBase):
    """A text stream that forgets what is beyond the limit."""

    def __init__(self) -> None:
        self.kept = ""

    def write(self, text: str) -> int:
        """Keep the text, where there is room."""
        if len(self.kept) < MOST_KEPT:
            self.kept = (self.kept + text)[:MOST_KEPT]
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True


@contextlib.contextmanager
def keeping_output() -> Iterator[BoundedOutput]:
    """Keep what is printed meanwhile on standard output and standard error."""
    output = BoundedOutput()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        yield output

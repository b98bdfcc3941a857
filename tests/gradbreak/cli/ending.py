"""Running the command line in this process, and how it ended."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import TextIO
from unittest import mock

from msgspec import Struct

from gradbreak.cli.app import main


class Ending(Struct, frozen=True):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line that says what is wrong."""
        lines = self.err.splitlines()
        assert [line for line in lines if line.startswith("error: ")] == lines[-1:], self.err
        assert "Traceback" not in self.err
        return lines[-1].removeprefix("error: ")


def gradbreak(*arguments: object, out: TextIO | None = None) -> Ending:
    """What ``gradbreak ARGUMENTS`` does, and what it prints unless that goes to ``out``."""
    kept, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        mock.patch.object(sys, "argv", ["gradbreak", *map(str, arguments)]),
        contextlib.redirect_stdout(out or kept),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            said = [stream.buffer.getvalue().decode() for stream in (kept, err)]
            return Ending(int(end.code or 0), *said)
    raise AssertionError("main() came back")

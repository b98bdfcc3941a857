"""Ends a command on SIGTERM as on Ctrl-C, so that it cleans up when a build server or a timeout stops it."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from gradbreak.errors import ExitCode


class _TerminatedError(KeyboardInterrupt):
    """SIGTERM has come."""


@contextlib.contextmanager
def like_ctrl_c() -> Iterator[None]:
    """Handle SIGTERM as an interruption, unless it is ignored or has a handler already."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if ours:
        signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextlib.contextmanager
def unmasked() -> Iterator[None]:
    """Raise the interruption that another exception hides.

    libcst's own clean-up fails on an interrupted walk, so that Ctrl-C there was a KeyError, and ended with 1.
    """
    try:
        yield
    except Exception as error:
        beneath: BaseException | None = error
        while beneath is not None and not isinstance(beneath, KeyboardInterrupt):
            beneath = beneath.__context__
        if beneath is None:
            raise
        raise beneath from None


def exit_code_of(interruption: BaseException) -> ExitCode:
    """The code that says which signal ended the command.

    Args:
        interruption: as it was raised, or as click has wrapped it.
    """
    raised = (interruption, interruption.__cause__)
    terminated = any(isinstance(each, _TerminatedError) for each in raised)
    return ExitCode.TERMINATED if terminated else ExitCode.INTERRUPTED


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # what a handler is given
    raise _TerminatedError

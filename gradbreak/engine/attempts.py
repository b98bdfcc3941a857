"""Attempts on somebody's engine, each limited in time."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

SECONDS = 0.25
"""Wall time that one attempt may take; an engine that is called in a way it was not meant for may never return."""


class AttemptTimedOutError(Exception):
    """An attempt took too long."""


@contextlib.contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """End what takes longer, where the platform and the thread allow it.

    Raises:
        AttemptTimedOutError: it did.
    """

    def ring(*_: object) -> None:
        raise AttemptTimedOutError

    try:
        before = signal.signal(signal.SIGALRM, ring)
    except (ValueError, AttributeError):  # not the main thread, or a platform without alarms
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

"""Attempts on somebody's engine, each limited in time."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

SECONDS = 0.25
"""Processor time that one attempt may take; an engine that is called in a way it was not meant for may never return."""

WALL_FACTOR = 20.0
"""Wall seconds for each of processor time: a busy machine gives a process a small share of a processor."""

MOST_WAITING = 10.0
"""Wall seconds that an attempt may take at most beyond its processor time."""


class AttemptTimedOutError(Exception):
    """An attempt took too long."""


@contextlib.contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """End what computes or waits longer, where the platform and the thread allow it.

    Args:
        seconds: processor time of this process. What waits is ended after ``WALL_FACTOR`` times as long, and at most
            ``MOST_WAITING`` seconds later.

    Raises:
        AttemptTimedOutError: it did.
    """

    def ring(*_: object) -> None:
        raise AttemptTimedOutError

    try:
        alarms = ((signal.SIGVTALRM, signal.ITIMER_VIRTUAL), (signal.SIGALRM, signal.ITIMER_REAL))
        before = [signal.signal(number, ring) for number, _ in alarms]
    except (ValueError, AttributeError):  # not the main thread, or a platform without alarms
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, min(seconds * WALL_FACTOR, seconds + MOST_WAITING))
    try:
        yield
    finally:
        for (number, timer), handler in zip(alarms, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)

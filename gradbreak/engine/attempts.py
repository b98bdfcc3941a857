"""Attempts on somebody's engine, each limited in time."""

from __future__ import annotations

import contextlib
import gc
import signal
import types
from collections.abc import Callable, Iterator

SECONDS = 0.25
"""Processor time that one attempt may take; an engine that is called in a way it was not meant for may never return."""

WALL_FACTOR = 20.0
"""Wall seconds for each of processor time: a busy machine gives a process a small share of a processor."""

MOST_WAITING = 10.0
"""Wall seconds that an attempt may take at most beyond its processor time."""

AGAIN = 0.005
"""Seconds after which an alarm that could not end anything rings again."""


class AttemptTimedOutError(Exception):
    """An attempt took too long."""


@contextlib.contextmanager
def time_limit(seconds: float = SECONDS, raising: Callable[[], BaseException] = AttemptTimedOutError) -> Iterator[None]:
    """End what takes longer, where the platform and the thread allow it. Limits may be nested.

    Args:
        seconds: processor time of this process. What waits is ended after ``WALL_FACTOR`` times as long, and at most
            ``MOST_WAITING`` seconds later.
        raising: makes what is raised in the code that takes longer.

    Raises:
        AttemptTimedOutError: it did, or whatever ``raising`` makes.
    """

    def ring(_: int, frame: types.FrameType | None) -> None:
        if _is_collecting(frame):
            # Python would print the exception and go on.
            signal.setitimer(signal.ITIMER_VIRTUAL, AGAIN, AGAIN)
            return
        raise raising()

    try:
        start = signal.setitimer
        before = [(number, signal.signal(number, ring)) for number in (signal.SIGVTALRM, signal.SIGALRM)]
    except (ValueError, AttributeError):  # not the main thread, or a platform without alarms
        yield
        return
    limits = (
        (signal.ITIMER_VIRTUAL, seconds),
        (signal.ITIMER_REAL, min(seconds * WALL_FACTOR, seconds + MOST_WAITING)),
    )
    # An exception that is raised in a finaliser is lost, so the alarms repeat.
    outer = [start(timer, limit, limit)[0] for timer, limit in limits]
    try:
        yield
    finally:
        left = [signal.setitimer(timer, 0)[0] for timer, _ in limits]
        for number, handler in before:
            signal.signal(number, handler)
        for (timer, limit), remaining, of_outer in zip(limits, left, outer, strict=True):
            if of_outer:
                rest = max(of_outer - (limit - remaining), AGAIN)
                signal.setitimer(timer, rest, rest)


def _is_collecting(frame: types.FrameType | None) -> bool:
    """Whether a frame is part of a garbage collection, where somebody's function may be called."""
    called = [getattr(each, "__code__", None) for each in gc.callbacks]
    while frame is not None:
        if frame.f_code in called:
            return True
        frame = frame.f_back
    return False

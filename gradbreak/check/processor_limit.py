"""A limit of the processor time that a piece of code may take, which a busy machine does not shorten."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

from gradbreak.engine.attempts import AttemptTimedOutError


@contextlib.contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """End what computes longer, where the platform and the thread allow it. Whoever waits is not ended.

    Args:
        seconds: processor time of this process.

    Raises:
        AttemptTimedOutError: it did.
    """

    def ring(*_: object) -> None:
        raise AttemptTimedOutError

    try:
        before = signal.signal(signal.SIGVTALRM, ring)
    except (ValueError, AttributeError):  # not the main thread, or a platform without such an alarm
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

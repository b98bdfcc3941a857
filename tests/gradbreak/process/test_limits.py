"""Each limit in a child process of its own, because none can be taken back."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable

from gradbreak.process.limits import TIMED_OUT, limit_memory, start_clock, stop_clock


def status_of_child(work: Callable[[], None]) -> int:
    """How a child process ends that does ``work``: its exit code, or a signal's number below zero."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except MemoryError:
            os._exit(77)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def compute(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_a_process_that_computes_too_long_is_ended_by_the_signal():
    def work() -> None:
        start_clock(0.05)
        compute(30.0)

    assert status_of_child(work) == -TIMED_OUT


def test_what_the_process_itself_does_with_the_signal_does_not_matter():
    def work() -> None:
        signal.signal(TIMED_OUT, signal.SIG_IGN)
        start_clock(0.05)
        compute(30.0)

    assert status_of_child(work) == -TIMED_OUT


def test_a_clock_that_was_stopped_ends_nothing():
    def work() -> None:
        start_clock(0.05)
        stop_clock()
        compute(0.2)

    assert status_of_child(work) == 0


def test_only_time_on_the_processor_counts():
    def work() -> None:
        start_clock(1000.0)
        on_the_processor, on_the_wall = (signal.getitimer(one)[0] for one in (signal.ITIMER_PROF, signal.ITIMER_REAL))
        os._exit(0 if on_the_processor > 0 and on_the_wall == 0 else 1)

    assert status_of_child(work) == 0


def test_memory_beyond_the_limit_is_refused():
    def work() -> None:
        limit_memory(32)
        bytearray(64 << 20)

    assert status_of_child(work) == 77


def test_memory_within_the_limit_is_given_however_much_there_was_before():
    def work() -> None:
        held = bytearray(64 << 20)
        limit_memory(32)
        assert len(bytearray(16 << 20)) < len(held)

    assert status_of_child(work) == 0


def test_a_process_that_crashes_leaves_no_core_file():
    def work() -> None:
        limit_memory(32)
        os._exit(0 if resource.getrlimit(resource.RLIMIT_CORE)[0] == 0 else 1)

    assert status_of_child(work) == 0

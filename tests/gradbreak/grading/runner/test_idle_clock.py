"""The arithmetic of time on an idle machine, and where the figures come from."""

from __future__ import annotations

import os
import threading

import pytest

from gradbreak.grading.runner import idle_clock
from gradbreak.grading.runner.idle_clock import (
    LONGEST_GAP,
    LONGEST_TURN,
    MOST_STRETCH,
    IdleClock,
    OwnWait,
    kernel_tells_waits,
    share_of_processors,
    waits_of_threads,
)

MAIN, OTHER = 1, 2


def counted(*looks: tuple[float, dict[int, float] | None]) -> list[float]:
    """What each look adds; the clock starts at 0."""
    clock = IdleClock(0.0)
    added = [clock.look(now, waits) for now, waits in looks]
    assert clock.seconds == pytest.approx(sum(added))
    return pytest.approx(added)


def test_time_counts_in_full_where_no_thread_waited():
    assert counted((0.1, {MAIN: 0.0}), (0.3, {MAIN: 0.0})) == [0.1, 0.2]


def test_what_a_thread_waited_since_the_last_look_does_not_count():
    assert counted((0.1, {MAIN: 0.03}), (0.2, {MAIN: 0.08})) == [0.07, 0.05]


def test_a_new_thread_has_waited_since_it_began():
    assert counted((0.1, {MAIN: 0.05}), (0.2, {MAIN: 0.05, OTHER: 0.02})) == [0.05, 0.08]


def test_a_thread_that_got_the_number_of_another_has_waited_since_it_began():
    assert counted((0.1, {MAIN: 0.05}), (0.2, {MAIN: 0.02})) == [0.05, 0.08]


def test_a_thread_that_ended_takes_nothing_back():
    assert counted((0.1, {MAIN: 0.0, OTHER: 0.05}), (0.2, {MAIN: 0.0})) == [0.05, 0.1]


def test_a_wait_that_the_kernel_adds_late_is_taken_off_later():
    assert counted((0.1, {MAIN: 0.0}), (0.2, {MAIN: 0.15}), (0.3, {MAIN: 0.15})) == [0.1, 0.1 / MOST_STRETCH, 0.05]


def test_no_more_than_one_turn_is_taken_off_later():
    many = dict.fromkeys(range(64), 50.0)
    looks = [(0.2 * number, many) for number in range(1, 50)]
    clock = IdleClock(0.0)
    assert sum(clock.look(*look) for look in looks) > looks[-1][0] - LONGEST_TURN - 0.2


def test_a_look_that_comes_late_counts_no_more_than_the_longest_gap():
    assert counted((3.0, {MAIN: 0.0}), (3.1, {MAIN: 0.0})) == [LONGEST_GAP, 0.1]


def test_a_thread_that_always_waits_is_over_a_limit_in_the_end():
    looks = [(0.1 * number, {MAIN: 0.1 * number}) for number in range(1, 201)]
    clock = IdleClock(0.0)
    assert sum(clock.look(*look) for look in looks) == pytest.approx(20.0 / MOST_STRETCH)


def test_without_figures_the_load_says_which_part_counts(monkeypatch):
    monkeypatch.setattr(idle_clock, "share_of_processors", lambda: 0.25)
    assert counted((0.1, None), (0.3, None)) == [0.025, 0.05]


@pytest.mark.parametrize(("load", "share"), [(0.0, 1.0), (2.0, 1.0), (8.0, 0.25)])
def test_the_share_of_processors_is_what_the_load_leaves(load, share, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    assert share_of_processors() == share


@pytest.mark.skipif(not kernel_tells_waits(), reason="this kernel does not say how long a thread waits")
def test_the_kernel_says_the_wait_of_every_thread():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        waits = waits_of_threads(os.getpid())
    finally:
        stop.set()
        thread.join()
    assert {os.getpid(), thread.native_id} <= waits.keys()
    assert 0 <= waits[os.getpid()] <= OwnWait().seconds()


def test_a_process_that_is_gone_has_no_waits():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    assert waits_of_threads(pid) == {}


def test_a_test_that_closes_the_file_of_its_own_wait_has_waited_for_nothing():
    wait = OwnWait()
    os.close(wait._descriptor)
    assert wait.seconds() == 0.0


def test_its_own_wait_is_not_known_where_the_kernel_does_not_say_it(monkeypatch):
    def refuse(path: str, flags: int) -> int:
        raise FileNotFoundError(path)

    monkeypatch.setattr(os, "open", refuse)
    assert OwnWait().seconds() == 0.0


def test_a_kernel_without_figures_is_recognised(monkeypatch):
    def refuse(path: str) -> bytes:
        raise FileNotFoundError(path)

    monkeypatch.setattr(idle_clock, "read_proc", refuse)
    assert not kernel_tells_waits()

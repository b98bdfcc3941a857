"""The watch on a real process, with what the processes use made up."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from collections.abc import Iterator

import pytest

from gradbreak.grading.runner.events import EventReader, encode
from gradbreak.grading.runner.idle_clock import IdleClock
from gradbreak.grading.runner.processes import Usage
from gradbreak.grading.runner.watching import GLANCE_SECONDS, MIB, End, GraderGoneError, Watch
from tests.gradbreak.grading.runner.setups import LIMITS

SECRET = b"secret"
IDLE = Usage(cpu_seconds=0.0, processes=1, threads=1, memory=0, waits={})


class FakeFamily:
    """Uses what it is said to; of several usages the next one at each look, and the last one from then on."""

    def __init__(self, *usages: Usage) -> None:
        self.usages = list(usages or (IDLE,))

    def usage(self) -> Usage:
        return self.usages.pop(0) if len(self.usages) > 1 else self.usages[0]


class Watched:
    """A process that sleeps, with both ends of the pipe that its events would come through."""

    def __init__(self) -> None:
        self.records, self.writing = os.pipe()
        self.grader, self.asks = os.pipe()
        self.events: list[tuple[object, ...]] = []
        self.heard: list[int] = []
        self.pid = os.fork()
        if self.pid == 0:
            try:
                for descriptor in (self.writing, self.asks):  # or the pipes would stay open
                    os.close(descriptor)
                signal.pause()
            finally:
                os._exit(0)

    def say(self, *events: bytes) -> None:
        os.write(self.writing, b"".join(SECRET + event for event in events))

    def pause(self) -> None:
        self.heard.append(len(self.events))

    def stop_writing(self) -> None:
        os.close(self.writing)
        self.writing = -1

    def until_end(self, *usages: Usage, allowance: int = 1000, limits=LIMITS) -> End:
        reader, family, clock = EventReader(SECRET, allowance), FakeFamily(*usages), IdleClock(time.monotonic())
        watch = Watch(self.records, reader, family, limits, clock, self.grader, self.events.append, self.pause)
        return watch.until_end(self.pid)

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        for descriptor in (self.records, self.writing, self.grader, self.asks):
            if descriptor >= 0:
                os.close(descriptor)


@pytest.fixture
def watched() -> Iterator[Watched]:
    one = Watched()
    yield one
    one.close()


def test_a_process_that_said_that_it_is_done_has_ended_well(watched):
    watched.say(encode("start", "a"), encode("done"))
    watched.stop_writing()
    assert watched.until_end() == End()
    assert watched.events == [("start", "a"), ("done",)]


def test_a_process_that_did_not_say_so_has_ended_too_early(watched):
    watched.say(encode("start", "a"))
    watched.stop_writing()
    assert watched.until_end() == End("its process ended before it did")


def test_a_process_that_says_more_after_it_was_done_was_not_done(watched):
    watched.say(encode("done"), encode("start", "a"))
    watched.stop_writing()
    assert watched.until_end() == End("its process ended before it did")


def test_a_process_that_is_gone_is_noticed_while_another_holds_its_pipe(watched):
    os.kill(watched.pid, signal.SIGKILL)
    assert watched.until_end() == End("its process ended before it did")


def test_a_process_that_writes_too_much_is_stopped(watched):
    watched.say(encode("start", "a"))
    assert watched.until_end(allowance=5) == End("it wrote too much to where results are collected")


@pytest.mark.parametrize(
    ("usage", "end"),
    [
        (dataclasses.replace(IDLE, memory=64 * MIB + 1), End("it took more than 64 MiB of memory", "timeout")),
        (dataclasses.replace(IDLE, processes=5), End("it had 5 processes with 1 threads")),
        (dataclasses.replace(IDLE, threads=9), End("it had 1 processes with 9 threads")),
    ],
)
def test_what_is_over_a_limit_is_stopped_with_the_reason(watched, usage, end):
    assert watched.until_end(IDLE, usage) == end


def test_cpu_time_counts_from_the_first_look_at_a_test(watched):
    before, within, over = (dataclasses.replace(IDLE, cpu_seconds=seconds) for seconds in (70.0, 80.0, 80.1))
    assert watched.until_end(before, within, over) == End("it took more than 10 s of CPU time", "timeout")


def test_a_test_that_takes_too_long_is_stopped(watched):
    limits = dataclasses.replace(LIMITS, wall_seconds=0.0)
    assert watched.until_end(limits=limits) == End("it took more than 0 s", "timeout")


def test_a_run_that_takes_too_long_is_stopped(watched):
    limits = dataclasses.replace(LIMITS, run_seconds=0.0)
    assert watched.until_end(limits=limits) == End("the time for all tests together was over", "timeout")


@pytest.mark.parametrize("limit", ["wall_seconds", "run_seconds"])
def test_time_in_which_a_test_waits_for_a_processor_is_under_no_limit(watched, limit):
    waits = [dataclasses.replace(IDLE, waits={1: 1e6 * looks}) for looks in range(5)]
    over = dataclasses.replace(IDLE, waits=waits[-1].waits, memory=64 * MIB + 1)
    limits = dataclasses.replace(LIMITS, **{limit: GLANCE_SECONDS})
    assert watched.until_end(*waits[1:], over, limits=limits) == End("it took more than 64 MiB of memory", "timeout")


def test_what_a_process_said_is_passed_on_in_one_piece(watched):
    watched.say(encode("start", "a"), encode("end", "a", "passed", "", 0.25), encode("start", "b"))
    watched.stop_writing()
    watched.until_end()
    assert watched.heard == [3]


def test_what_a_process_said_is_passed_on_while_it_lives(watched):
    watched.say(encode("start", "a"))
    watched.until_end(IDLE, dataclasses.replace(IDLE, memory=64 * MIB + 1))
    assert watched.heard[0] == 1


def test_the_end_of_a_process_is_noticed_where_the_kernel_has_no_descriptors_of_processes(watched, monkeypatch):
    def refused(pid):
        raise OSError

    monkeypatch.setattr(os, "pidfd_open", refused)
    watched.say(encode("start", "a"), encode("done"))
    os.kill(watched.pid, signal.SIGKILL)
    assert watched.until_end() == End()


def test_a_test_that_has_ended_is_not_stopped_for_a_limit_that_is_noticed_later(watched):
    class EndsMeanwhile(FakeFamily):
        def usage(self) -> Usage:
            if len(self.usages) == 1 and watched.writing >= 0:
                watched.say(encode("done"))
                watched.stop_writing()
            return super().usage()

    watched.say(encode("start", "a"))
    family = EndsMeanwhile(IDLE, dataclasses.replace(IDLE, cpu_seconds=99.0))
    clock = IdleClock(time.monotonic())
    watch = Watch(
        watched.records,
        EventReader(SECRET, 1000),
        family,
        LIMITS,
        clock,
        watched.grader,
        watched.events.append,
        watched.pause,
    )
    assert watch.until_end(watched.pid) == End()


def test_a_grader_that_is_gone_is_noticed(watched):
    os.close(watched.asks)
    watched.asks = -1
    with pytest.raises(GraderGoneError):
        watched.until_end()

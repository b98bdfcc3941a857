"""Which outcome each test of a run has, with what its processes say made up."""

from __future__ import annotations

import dataclasses

import pytest

from gradbreak.grading.runner.events import Event
from gradbreak.grading.runner.examinee import Prepared
from gradbreak.grading.runner.requests import Request
from gradbreak.grading.runner.run import OneRun
from gradbreak.grading.runner.watching import End
from tests.gradbreak.grading.runner.setups import LIMITS, SETUP

A, B, C = "a.py::test_a", "a.py::test_b", "b.py::test_c"
ALL = frozenset({A, B, C})
DIED, LATE = End("its process ended before it did"), End("it took more than 5 s", "timeout")


PAUSE: Event = ("pause",)
"""Stands for a moment in which the process says nothing."""


def start(test: str) -> Event:
    return ("start", test)


def passed(test: str) -> Event:
    return ("end", test, "passed", "", 0.25)


class ScriptedRun(OneRun):
    """A run whose processes say what a script says, and end as it says."""

    def __init__(self, request: Request, scripts: list[tuple[list[Event], End]], limits=LIMITS) -> None:
        self.told: list[Event] = []
        self.scripts = scripts
        setup = dataclasses.replace(SETUP, limits=limits)
        prepared = Prepared(setup, None, None, None, None, None, {})
        super().__init__(prepared, request, None, -1, -1, lambda *event: self.told.append(event), lambda: None, 0, {})

    def _in_one_process(self, reader, clock) -> End:
        events, end = self.scripts.pop(0)
        self._file = self._test = None
        for event in events:
            if event == PAUSE:
                self._pause()
            else:
                self._hear(event)
        return end


def told(*scripts: tuple[list[Event], End], tests=ALL, finished=frozenset(), limits=LIMITS) -> list[Event]:
    """What the grader is told of a run; every script must be used up."""
    run = ScriptedRun(Request(bytearray(), tests, False, finished), list(scripts), limits)
    run.carry_out()
    assert run.scripts == []
    return run.told


def outcomes(events: list[Event]) -> dict[str, tuple[str, str]]:
    """Test → outcome and message; each test has one."""
    ends = [event for event in events if event[0] == "end"]
    assert len({event[1] for event in ends}) == len(ends)
    return {event[1]: (event[2], event[3]) for event in ends}


def test_every_test_is_told_as_it_ends():
    ends = [passed(A), passed(B), passed(C)]
    assert told(([start(A), ends[0], start(B), ends[1], start(C), ends[2]], End())) == ends


def test_a_test_that_is_running_while_nothing_is_said_is_told_once():
    script = [start(A), passed(A), start(B), PAUSE, PAUSE, passed(B), PAUSE]
    assert told((script, End()), tests=frozenset({A, B})) == [passed(A), start(B), passed(B)]


def test_a_test_that_ends_its_process_is_blamed_and_the_others_run_in_another():
    found = outcomes(told(([start(A), passed(A), start(B)], DIED), ([start(C), passed(C)], End())))
    assert found == {A: ("passed", ""), B: ("ended", DIED.why), C: ("passed", "")}


def test_a_test_that_is_late_has_timed_out():
    assert outcomes(told(([start(A)], LATE), tests=frozenset({A}))) == {A: ("timeout", LATE.why)}


def test_when_too_many_tests_end_their_process_the_rest_has_no_verdict():
    limits = dataclasses.replace(LIMITS, restarts=1)
    found = outcomes(told(([start(A)], DIED), ([start(B)], DIED), limits=limits))
    assert found[C] == ("ended", "too many tests ended their process")


def test_when_the_time_for_all_is_over_no_further_process_is_started():
    limits = dataclasses.replace(LIMITS, run_seconds=-1.0)
    found = outcomes(told(([start(A)], LATE), limits=limits))
    assert {found[B], found[C]} == {("ended", "the time for all tests together was over")}


def test_a_test_that_is_not_found_has_no_verdict():
    found = outcomes(told(([start(A), passed(A)], End()), tests=frozenset({A, B})))
    assert found[B] == ("ended", "it was not found on this engine")


def test_a_file_with_a_problem_costs_its_own_tests():
    events = told(([("problem", "a.py", "SyntaxError"), start(C), passed(C)], End()))
    assert ("problem", "a.py", "SyntaxError") in events
    assert outcomes(events) == {A: ("failed", "SyntaxError"), B: ("failed", "SyntaxError"), C: ("passed", "")}


def test_a_file_that_ends_the_process_is_not_imported_again():
    found = outcomes(told(([("file", "a.py")], DIED), ([("file", "b.py"), start(C), passed(C)], End())))
    assert found == {A: ("ended", DIED.why), B: ("ended", DIED.why), C: ("passed", "")}


@pytest.mark.parametrize(("tests", "damage"), [(None, 1), (ALL, 0)])
def test_an_engine_that_is_not_imported_ends_the_run(tests, damage):
    events = told(([("file", "")], DIED), tests=tests)
    assert sum(event[0] == "damage" for event in events) == damage
    assert {outcome for outcome, _ in outcomes(events).values()} <= {"ended"}


FORGED = [
    [passed(A)],  # it has not started
    [start(A), passed(B)],  # another one is running
    [start("c.py::test_x"), passed("c.py::test_x")],  # nobody asked for it
    [start(A), ("end", A, "perfect", "", 0.0)],  # there is no such outcome
]


@pytest.mark.parametrize("events", FORGED)
def test_an_end_that_cannot_be_true_is_dropped(events):
    assert "passed" not in {outcome for outcome, _ in outcomes(told((events, End()))).values()}


def test_a_second_outcome_of_a_test_is_dropped():
    again = [start(A), ("end", A, "failed", "", 0.0), start(A), passed(A)]
    assert outcomes(told((again, End()), tests=frozenset({A}))) == {A: ("failed", "")}


def test_a_test_that_an_earlier_server_finished_is_not_told_again():
    assert outcomes(told(([start(A), passed(A)], End()), tests=frozenset({A}), finished=frozenset({A}))) == {}


def test_tests_are_found_while_files_are_imported_and_not_once_one_runs():
    script = [("file", "a.py"), ("found", A), start(A), ("found", B), passed(A)]
    assert [event for event in told((script, End()), tests=None) if event[0] == "found"] == [("found", A)]


def test_only_as_many_tests_are_run_as_the_limit_says():
    limits = dataclasses.replace(LIMITS, tests=1)
    events = told(
        ([("file", "a.py"), ("found", A), ("found", B), start(A), passed(A)], End()), tests=None, limits=limits
    )
    assert ("problem", "a.py", "only the first 1 tests are run") in events
    assert outcomes(events) == {A: ("passed", "")}

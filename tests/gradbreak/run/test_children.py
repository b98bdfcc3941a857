"""Every way in which a test can end on a mutant, told apart, and none of them at the expense of another test."""

from __future__ import annotations

import pytest

from gradbreak.model import Results, Status
from tests.gradbreak.small_project import FILES, Project, cells_of, statuses

ODD_TESTS = """\
import os
import signal
import subprocess
import sys
import time

import pytest

from tiny.core import Node
from tiny.loops import count


def is_mutated():
    return (Node(2.0) * Node(3.0)).held == 2.0 / 3.0


def test_asserts():
    assert not is_mutated()


def test_fails_by_name():
    if is_mutated():
        pytest.fail("a product is wrong")


def test_raises():
    if is_mutated():
        raise RuntimeError("something else")


def test_asks_the_interpreter_to_exit():
    if is_mutated():
        sys.exit(0)


def test_exits():
    if is_mutated():
        os._exit(0)


def test_runs_into_a_signal():
    if is_mutated():
        os.kill(os.getpid(), signal.SIGSEGV)


def test_closes_every_file():
    if is_mutated():
        os.closerange(3, 1024)


def test_interrupts_itself():
    if is_mutated():
        raise KeyboardInterrupt


def test_computes_for_ever():
    while is_mutated():
        pass


def test_sleeps_for_ever():
    if is_mutated():
        time.sleep(3600)


def test_allocates_for_ever():
    hoard = []
    while is_mutated():
        hoard.append(bytearray(1 << 20))


def test_recurses_for_ever():
    def again():
        again()

    if is_mutated():
        again()


def test_skips():
    if is_mutated():
        pytest.skip("not on such an engine")


def test_leaves_a_process_behind():
    if is_mutated():
        subprocess.Popen(["sleep", "3600"])


def test_leaves_a_process_behind_that_holds_every_file():
    if is_mutated() and os.fork() == 0:
        os.setsid()
        time.sleep(20)
        os._exit(0)


def test_goes_on_in_two_processes():
    if is_mutated():
        os.fork()


def test_shouts():
    if is_mutated():
        print("x" * 1_000_000)
        os.write(1, b"y" * 1_000_000)
        print("z" * 1_000_000, file=sys.stderr)


def test_says_a_lot():
    if is_mutated():
        raise AssertionError("a" * 1_000_000)


def test_last():
    assert not is_mutated()


def test_counts_to_three():
    assert count(3) == 3


def test_counts_to_nothing():
    assert count(0) == 0
"""

LOOPS = """\
def count(limit):
    number = 0
    while number < limit:
        number += 1
    return number
"""

EXPECTED = {
    "test_asserts": Status.KILLED,
    "test_fails_by_name": Status.KILLED,
    "test_raises": Status.ERROR,
    "test_asks_the_interpreter_to_exit": Status.ERROR,
    "test_exits": Status.CRASHED,
    "test_runs_into_a_signal": Status.CRASHED,
    "test_closes_every_file": Status.CRASHED,
    "test_interrupts_itself": Status.CRASHED,
    "test_computes_for_ever": Status.TIMEOUT,
    "test_sleeps_for_ever": Status.TIMEOUT,
    "test_allocates_for_ever": Status.ERROR,
    "test_recurses_for_ever": Status.ERROR,
    "test_skips": Status.SURVIVED,
    "test_leaves_a_process_behind": Status.SURVIVED,
    "test_leaves_a_process_behind_that_holds_every_file": Status.SURVIVED,
    "test_goes_on_in_two_processes": Status.SURVIVED,
    "test_shouts": Status.SURVIVED,
    "test_says_a_lot": Status.KILLED,
    "test_last": Status.KILLED,
}
"""What each test does on a mutated product."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> Results:
    project = Project(tmp_path_factory.mktemp("odd") / "project").write(FILES)
    project.write(
        {
            "tiny/loops.py": LOOPS,
            "tests/odd/test_odd.py": ODD_TESTS,
            "mutation_config/suites.toml": '[[suite]]\nname = "odd"\nshort = "odd"\npath = "tests/odd"\nteaches = ""\n',
            # A wall limit of its own is added to this one for each child.
            "mutation_config/limits.toml": "test_seconds = 0.2\nwall_factor = 1.0\nmemory_mib = 64\n",
        }
    )
    project.edit("mutation_config/engine.toml", "node_class", 'also_mutate = ["tiny/loops.py"]\nnode_class')
    return project.run()


@pytest.mark.parametrize(("test", "status"), EXPECTED.items())
def test_every_way_to_end_has_its_status(odd, test, status):
    assert statuses(odd, "mul * → /")[test] == status


def test_a_loop_that_a_mutant_makes_endless_is_a_timeout_for_the_tests_that_enter_it_and_no_other(odd):
    of_counting = {name: status for name, status in statuses(odd, "count += → =").items() if "counts" in name}
    assert of_counting == {"test_counts_to_three": Status.TIMEOUT, "test_counts_to_nothing": Status.NOT_REACHED}


def test_an_endless_loop_in_one_test_does_not_decide_about_the_next(odd):
    of_counting = {name: status for name, status in statuses(odd, "count 0 → 1").items() if "counts" in name}
    assert of_counting == {"test_counts_to_three": Status.SURVIVED, "test_counts_to_nothing": Status.KILLED}


def test_a_test_that_hung_or_took_its_process_down_has_no_failure(odd):
    for cell in odd.cells:
        assert (cell.failure is None) == (cell.status not in (Status.KILLED, Status.ERROR)), cell


def test_an_exception_is_named_with_what_it_said(odd):
    failure = cells_of(odd, "mul * → /")["test_raises"].failure
    assert (failure.exception, failure.message) == ("RuntimeError", "something else")
    assert failure.statement == 'raise RuntimeError("something else")'


def test_memory_that_runs_away_is_an_error_of_that_test(odd):
    assert cells_of(odd, "mul * → /")["test_allocates_for_ever"].failure.exception == "MemoryError"

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from gradbreak.errors import BadEngine
from gradbreak.process.in_child import Ended, in_child, in_children


def ask(work, kind=int, *, seconds=5.0, memory_mib=256):
    return in_child(work, kind, seconds=seconds, memory_mib=memory_mib)


def test_the_result_comes_back_however_long_it_is():
    assert ask(lambda: list(range(200_000)), list[int]) == list(range(200_000))


def test_what_the_child_changes_stays_in_the_child():
    changed = []
    assert ask(lambda: changed.append(1) or len(changed)) == 1
    assert changed == []


def test_not_a_number_survives_the_way():
    assert str(ask(lambda: float("nan"), float)) == "nan"


def test_an_error_for_the_user_is_raised_here():
    def work():
        raise BadEngine("the engine is odd", "Mend it")

    with pytest.raises(BadEngine) as caught:
        ask(work)
    assert (caught.value.problem, caught.value.next_step) == ("the engine is odd", "Mend it")


def test_a_late_child_is_ended():
    # It would never end by itself, so that this test only comes back where it is ended.
    assert ask(signal.pause, seconds=0.1) == Ended("it took longer than 0.1 s")


def test_a_child_that_exits_has_no_answer():
    assert ask(lambda: os._exit(3)) == Ended("its process ended with status 3")


def test_another_error_is_printed_and_no_answer(capfd):
    assert ask(lambda: 1 / 0) == Ended("its process ended with status 1")
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_what_the_child_prints_goes_to_standard_error(capfd):
    def work():
        os.write(1, b"chatter\n")
        return 1

    assert ask(work) == 1
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "chatter\n")


def test_a_child_that_grows_without_end_is_stopped():
    def work():
        hoard = []
        while True:
            hoard.append(bytearray(1 << 24))

    assert ask(work, memory_mib=64, seconds=20) == Ended("its process ended with status 1")


def test_text_that_waits_to_be_printed_is_printed_once():
    program = (
        "from gradbreak.process.in_child import in_child\n"
        "print('once')\n"
        "in_child(lambda: print('again', flush=True) or 1, int, seconds=5, memory_mib=256)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("once\n", "again\n")


def test_several_children_run_side_by_side_and_answer_in_order():
    reading, writing = os.pipe()

    def first():
        # Comes to an end only while the second runs.
        return len(os.read(reading, 1))

    works = [first, lambda: os.write(writing, b"x") + 1]
    assert in_children(works, int, seconds=5.0, memory_mib=256) == [1, 2]


def test_of_several_children_one_that_ends_takes_no_other_answer_away():
    works = [lambda: 1, lambda: os._exit(3), lambda: 3]
    ended = Ended("its process ended with status 3")
    assert in_children(works, int, seconds=5.0, memory_mib=256) == [1, ended, 3]

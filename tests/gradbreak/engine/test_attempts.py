from __future__ import annotations

import time

import pytest

from gradbreak.engine.attempts import AttemptTimedOutError, time_limit


def compute_for_ever() -> None:
    while True:
        pass


def test_what_computes_too_long_is_ended():
    with pytest.raises(AttemptTimedOutError), time_limit(0.02):
        compute_for_ever()


def test_what_waits_far_too_long_is_ended():
    with pytest.raises(AttemptTimedOutError), time_limit(0.01):
        time.sleep(600)


def test_what_waits_as_on_a_busy_machine_is_not():
    with time_limit(0.1):
        time.sleep(0.15)


def test_afterwards_there_is_no_limit():
    with time_limit(0.01):
        pass
    end = time.process_time() + 0.03
    while time.process_time() < end:
        pass

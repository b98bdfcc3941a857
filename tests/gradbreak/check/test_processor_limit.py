from __future__ import annotations

import time

import pytest

from gradbreak.check.processor_limit import processor_limit
from gradbreak.engine.attempts import AttemptTimedOutError


def compute_for_ever() -> None:
    while True:
        pass


def test_what_computes_too_long_is_ended():
    with pytest.raises(AttemptTimedOutError), processor_limit(0.02):
        compute_for_ever()


def test_time_in_which_nothing_is_computed_does_not_count():
    with processor_limit(0.02):
        time.sleep(0.1)


def test_afterwards_there_is_no_limit():
    with processor_limit(0.02):
        pass
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass

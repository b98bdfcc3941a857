from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

from gradbreak.engine.attempts import AttemptTimedOutError, time_limit


def compute_for_ever() -> None:
    while True:
        pass


def compute_for_ever_after_an_inner_limit() -> None:
    with time_limit(10.0):
        pass
    compute_for_ever()


def test_what_computes_too_long_is_ended():
    with pytest.raises(AttemptTimedOutError), time_limit(0.02):
        compute_for_ever()


def test_time_in_which_nothing_is_computed_does_not_count():
    with time_limit(0.02):
        time.sleep(0.1)


def test_afterwards_there_is_no_limit():
    with time_limit(0.02):
        pass
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass


def test_what_waits_for_ever_is_ended_too():
    with pytest.raises(AttemptTimedOutError), time_limit(0.002):
        time.sleep(600)


def test_a_limit_within_another_leaves_the_outer_one_in_force():
    with pytest.raises(AttemptTimedOutError), time_limit(0.05):
        compute_for_ever_after_an_inner_limit()


def test_the_inner_limit_ends_only_what_it_limits():
    with time_limit(10.0), pytest.raises(AttemptTimedOutError), time_limit(0.02):
        compute_for_ever()


def test_what_is_raised_may_be_chosen():
    with pytest.raises(KeyboardInterrupt, match="enough"), time_limit(0.02, lambda: KeyboardInterrupt("enough")):
        compute_for_ever()


class Collection:
    """Computes at a garbage collection, as Hypothesis does, and for longer than the limit until ``is_over``."""

    def __init__(self) -> None:
        self.is_over = False
        self.completed = 0

    def compute(self, *_: object) -> None:
        end = time.process_time() + (0.0 if self.is_over else 0.05)
        while time.process_time() < end:
            pass
        self.completed += 1

    def collect_and_compute_for_ever(self) -> None:
        gc.callbacks.append(self.compute)
        gc.collect(0)
        self.is_over = True
        compute_for_ever()


@pytest.fixture
def collection() -> Iterator[Collection]:
    collection = Collection()
    yield collection
    gc.callbacks.remove(collection.compute)


def test_an_alarm_within_a_garbage_collection_rings_again_outside_it(collection):
    with pytest.raises(AttemptTimedOutError), time_limit(0.02):
        collection.collect_and_compute_for_ever()
    assert collection.completed >= 2  # at its begin and at its end; what is raised there is printed and lost

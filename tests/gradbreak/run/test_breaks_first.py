"""Estimates of how long the rest of a run takes."""

from __future__ import annotations

import pytest

from gradbreak.run import breaks_first
from gradbreak.run.breaks_first import SECONDS_PER_MUTANT, Stopwatch, weight
from gradbreak.run.plan import PlannedRow


def row(*warm: str, cold: tuple[str, ...] = ()) -> PlannedRow:
    return PlannedRow(key="k", mutant="m", warm=warm, cold=cold)


def test_rows_weigh_what_their_tests_take_and_something_for_each_mutant():
    seconds = {"a": 1.0, "b": 0.5, "c": 0.25}
    assert weight([row("a", "b"), row("b", cold=("c",))], seconds) == pytest.approx(2.25 + 2 * SECONDS_PER_MUTANT)


@pytest.mark.parametrize(("done", "left", "expected"), [(2.0, 6.0, 30.0), (2.0, 0.0, 0.0), (0.0, 6.0, 0.0)])
def test_what_is_left_takes_as_long_for_its_weight_as_what_is_done(monkeypatch, done, left, expected):
    now = [100.0]
    monkeypatch.setattr(breaks_first.time, "monotonic", lambda: now[0])
    stopwatch = Stopwatch()
    now[0] += 10.0
    assert stopwatch.estimate(done, left) == expected

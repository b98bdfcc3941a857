"""Looks at clocks, and asserts nothing that depends on them."""

import time

from minigrad import Value


def test_a_sweep_takes_some_time():
    began = time.perf_counter()
    a = Value(2.0)
    (a * a + a).backward()
    assert a.grad == 5.0
    assert time.perf_counter() >= began


def test_a_short_sleep():
    time.sleep(0.01)
    a = Value(2.0)
    (a * 3 + a).backward()
    assert a.grad == 4.0

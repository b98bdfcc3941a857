"""Tries to pass whatever happens, which is no use where a failure earns the points."""

import pytest
from _pytest import runner

from minigrad.scalar import Value


def pass_always(item, nextitem):
    return True


def test_that_patches_the_runner():
    runner.pytest_runtest_protocol = pass_always
    runner.call_and_report = lambda item, when, log=True, **others: pytest.TestReport.from_item_and_call(
        item, runner.CallInfo.from_call(lambda: None, when)
    )


def test_that_is_wrong():
    assert Value(1.0).data == 2.0


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

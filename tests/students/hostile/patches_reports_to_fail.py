"""Tries to turn the outcome of every test that follows into a failure."""

import pytest
from _pytest import reports

from minigrad.scalar import Value


def test_that_patches_reports():
    reports.TestReport.passed = False
    reports.TestReport.failed = True
    pytest.TestReport.__init__ = lambda self, *args, **kwargs: setattr(self, "outcome", "failed")


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)

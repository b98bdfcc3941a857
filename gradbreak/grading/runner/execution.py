"""Running one collected test through pytest's own protocol and reading off what came of it."""

from __future__ import annotations

import random
import sys
from collections.abc import Generator, Sequence
from typing import Any

import pytest

from .failure import describe


class SessionEndError(Exception):
    """A test raised what pytest takes for a wish to end everything, and its fixtures were not torn down."""


class Recorder:
    """A pytest plugin that keeps the outcome of the test that is running.

    It makes the reports itself and leaves out the formatted traceback, which costs more than the rest
    of the protocol and which nobody reads. Everything else is pytest's: fixtures, marks, skips and
    expected failures have their usual effect.

    Args:
        submission: the folder with the student's files.
        packages: what is installed for tests.
    """

    def __init__(self, submission: str, packages: Sequence[str]) -> None:
        self._submission = submission
        self._packages = packages
        self.outcome = "passed"
        self.message = ""
        self._error: BaseException | None = None

    def run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """Run ``item``; ``following`` is what runs next, so that shared fixtures live until their last use.

        Raises:
            SessionEndError: the process should run no further test.
        """
        self.outcome, self.message, self._error = "passed", "", None
        random.seed(0)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        except BaseException as error:
            self.outcome, self.message = "failed", describe(error, self._submission, self._packages)
            raise SessionEndError from error

    # Not tryfirst: pytest's part for unittest comes first and puts the exception into the call.
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> pytest.TestReport:
        """Make the report of one phase, and keep what was raised in it."""
        self._error = call.excinfo.value if call.excinfo else None
        if self._error is None:
            outcome = "passed"
        elif isinstance(self._error, pytest.skip.Exception):
            outcome = "skipped"
        else:
            outcome = "failed"
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome=outcome,  # type: ignore[arg-type]  # one of the three literals
            longrepr=("", 0, "") if outcome == "skipped" else None,
            when=call.when,  # type: ignore[arg-type]  # never "collect" here
            duration=call.duration,
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> Generator[None]:
        """Keep what came of one phase."""
        # After the marks had their say: an expected failure arrives here as a skip, and a strict
        # one that passed as a failure without an exception.
        if report.failed and self.outcome != "failed":
            self.outcome = "failed"
            error = self._error or AssertionError(str(report.longrepr or "it passed, and was marked to fail"))
            self.message = describe(error, self._submission, self._packages)
        elif report.skipped and self.outcome == "passed":
            self.outcome = "skipped"
        return (yield)

"""Running one collected test through pytest's own protocol and reading off what came of it."""

from __future__ import annotations

import random
import sys
from collections.abc import Generator
from typing import Any

import pytest

from gradbreak.model import Failure
from gradbreak.testing.failures import describe
from gradbreak.testing.outcome import Outcome


def leave_out_idle_plugins(session: pytest.Session) -> None:
    """Unregister what would watch every test and has nobody to tell.

    The terminal reporter prints to nowhere, and log records are kept only for ``caplog``. Together
    they are a quarter of the protocol's cost, for each test on each mutant.
    """
    plugins = session.config.pluginmanager
    idle = ["terminalreporter"]
    # One that can ask for a fixture by its name may ask for this one.
    if not any({"caplog", "request"}.intersection(getattr(item, "fixturenames", ())) for item in session.items):
        idle.append("logging-plugin")
    for name in idle:
        if plugins.has_plugin(name):
            plugins.unregister(name=name)


class OutcomeRecorder:
    """A pytest plugin that keeps the outcome of the test that is running.

    It makes the reports itself and leaves out the formatted traceback, which costs more than the
    rest of the protocol and which nobody reads here. Everything else is pytest's: fixtures, marks,
    skips and expected failures have their usual effect.

    Args:
        root: the project's folder, absolute.

    Attributes:
        plain: the node ids of tests of which only the call is run; see ``plain_tests``.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self.plain: frozenset[str] = frozenset()
        self.outcome = Outcome.PASSED
        self.failure: Failure | None = None
        self._error: BaseException | None = None

    def run(self, item: pytest.Item, following: pytest.Item | None) -> tuple[Outcome, Failure | None]:
        """Run ``item``; ``following`` is what runs next, so that shared fixtures live until their last use."""
        self.outcome, self.failure, self._error = Outcome.PASSED, None, None
        # A test that draws numbers draws the same ones on every mutant.
        random.seed(0)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return self.outcome, self.failure

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        if item.nodeid not in self.plain or not isinstance(item, pytest.Function):
            return None
        item.funcargs = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        try:
            item.ihook.pytest_runtest_call(item=item)
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except (pytest.skip.Exception, pytest.xfail.Exception):
            self.outcome = Outcome.SKIPPED
        except BaseException as error:  # noqa: BLE001  # as in pytest: whatever a test raises is its failure
            self.outcome, self.failure = Outcome.FAILED, describe(error, self.root)
        return True

    # Not tryfirst: pytest's part for unittest comes first and puts the exception into the call.
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> pytest.TestReport:
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
        # After the marks had their say: an expected failure arrives here as a skip, and a strict
        # one that passed as a failure without an exception.
        if report.failed and self.outcome != Outcome.FAILED:
            self.outcome = Outcome.FAILED
            error = self._error or AssertionError(str(report.longrepr or "it passed, and was marked to fail"))
            self.failure = describe(error, self.root)
        elif report.skipped and self.outcome == Outcome.PASSED:
            self.outcome = Outcome.SKIPPED
        return (yield)

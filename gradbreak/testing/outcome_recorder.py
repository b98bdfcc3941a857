"""Running one collected test through pytest's own protocol, and keeping its outcome."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

import pytest

from .outcome import Outcome

F = TypeVar("F")
"""What the caller keeps of a failure."""

LOG_KEEPER = "logging-plugin"
"""The name of pytest's plugin that keeps log records."""


def leave_out_idle_plugins(session: pytest.Session) -> None:
    """Unregister pytest plugins that watch every test although nobody reads what they keep.

    The terminal reporter prints to nowhere, and log records are kept only for ``caplog``. Together
    they are a quarter of the protocol's cost, for each test on each mutant.
    """
    plugins = session.config.pluginmanager
    for name in ("terminalreporter", *(() if any(map(may_read_log, session.items)) else (LOG_KEEPER,))):
        if plugins.has_plugin(name):
            plugins.unregister(name=name)


def may_read_log(item: pytest.Item) -> bool:
    """Whether a test may read log records. One with ``request`` can ask for any fixture by name, ``caplog`` too."""
    return not {"caplog", "request"}.isdisjoint(getattr(item, "fixturenames", ()))


class OutcomeRecorder(Generic[F]):
    """A pytest plugin that keeps the outcome of the test that is running.

    It makes the reports itself and leaves out the formatted traceback, which nobody reads here and which
    costs more than the rest of the protocol. Everything else is pytest's: fixtures, marks, skips and
    expected failures have their usual effect.

    Args:
        describe: what to keep of the exception that a test failed with.

    Attributes:
        plain: the node ids of tests of which only the call is run; see ``fast_path``.
    """

    def __init__(self, describe: Callable[[BaseException], F]) -> None:
        self.fast_path: frozenset[str] = frozenset()
        self._describe = describe
        self._outcome = Outcome.PASSED
        self._failure: F | None = None
        self._error: BaseException | None = None

    def run(self, item: pytest.Item, following: pytest.Item | None) -> tuple[Outcome, F | None]:
        """Run a test: passed, failed or skipped, and why it failed.

        Args:
            item: the test.
            following: what runs next, so that shared fixtures live until their last use.

        Raises:
            BaseException: the test raised what pytest takes for a wish to end the session, so its fixtures
                were not torn down.
        """
        self._begin()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return self._outcome, self._failure

    def call(self, test: Callable[[], object]) -> tuple[Outcome, F | None]:
        """Run a plain test without pytest's protocol: passed, failed or skipped, and why it failed.

        Args:
            test: calls its function.

        Raises:
            BaseException: see ``run``.
        """
        self._begin()
        self._call(test)
        return self._outcome, self._failure

    def _begin(self) -> None:
        self._outcome, self._failure, self._error = Outcome.PASSED, None, None
        # A test that draws numbers draws the same ones on every engine.
        random.seed(0)
        # A project may have a numpy.py of its own, with another idea of `random`.
        seed = getattr(getattr(sys.modules.get("numpy"), "random", None), "seed", None)
        if callable(seed):
            seed(0)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Run the call alone of a test that needs no more."""
        if item.nodeid not in self.fast_path or not isinstance(item, pytest.Function):
            return None
        item.funcargs = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        self._call(lambda: item.ihook.pytest_runtest_call(item=item))
        return True

    def _call(self, test: Callable[[], object]) -> None:
        try:
            test()
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except (pytest.skip.Exception, pytest.xfail.Exception):
            self._outcome = Outcome.SKIPPED
        except BaseException as error:  # noqa: BLE001  # as in pytest: whatever a test raises is its failure
            self._fail(error)

    # Not tryfirst: pytest's part for unittest comes first and puts the exception into the call.
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> pytest.TestReport:
        """Make the report of one phase, and keep the exception that was raised in it."""
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
        """Keep the outcome of one phase."""
        # After the marks had their say: an expected failure arrives here as a skip, and a strict
        # one that passed as a failure without an exception.
        if report.failed and self._outcome != Outcome.FAILED:
            self._fail(self._error or AssertionError(str(report.longrepr or "it passed, and was marked to fail")))
        elif report.skipped and self._outcome == Outcome.PASSED:
            self._outcome = Outcome.SKIPPED
        return (yield)

    def _fail(self, error: BaseException) -> None:
        self._outcome, self._failure = Outcome.FAILED, self._describe(error)

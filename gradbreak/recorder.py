"""A pytest plugin for ``mutmut run``: it keeps what every test said of every mutant.

Loaded by ``-p gradbreak.recorder`` in ``[tool.mutmut] pytest_add_cli_args``. mutmut tells the mutant in
the environment and works in the folder ``mutants/``; each test appends its lines to
``gradbreak-rows.jsonl`` there: one as it begins, so that a hang can be put down to it, and one as it
ends. mutmut tests in several processes at once, so each line is one write in append mode.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from gradbreak.execution.failures import WORDIER, describe
from gradbreak.execution.messages import Outcome
from gradbreak.model import Failure

FILE = "gradbreak-rows.jsonl"
MARK = "__mutmut_"
"""Part of every mutant's name; mutmut's own words for other runs (``stats``, ``fail``) do not have it."""


class RecordedRow(Struct, frozen=True, omit_defaults=True):
    """One line of the file.

    Attributes:
        mutant: mutmut's name.
        test: the node id.
        outcome: None as the test begins.
        failure: the reason, where it failed.
    """

    mutant: str
    test: str
    outcome: Outcome | None = None
    failure: Failure | None = None


class _Recorder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcome = Outcome.PASSED
        self.failure: Failure | None = None
        self._error: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.outcome, self.failure = Outcome.PASSED, None
        self._write(nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[Any]) -> Generator[None, Any, Any]:
        report = yield
        # Only now: pytest's part for unittest puts the exception into the call.
        self._error = call.excinfo.value if call.excinfo else None
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.outcome == Outcome.PASSED:
            error = self._error or AssertionError("it passed, and was marked to fail")
            ran_out = isinstance(error, pytest.fail.Exception) and "from pytest-timeout" in str(error)
            self.outcome = Outcome.TIMEOUT if ran_out else Outcome.FAILED
            self.failure = None if ran_out else describe(error, str(self.folder))
        elif report.skipped and self.outcome == Outcome.PASSED:
            self.outcome = Outcome.SKIPPED

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._write(nodeid, self.outcome, self.failure)

    def _write(self, test: str, outcome: Outcome | None = None, failure: Failure | None = None) -> None:
        mutant = os.environ.get("MUTANT_UNDER_TEST", "")
        if MARK in mutant:
            line = msgspec.json.encode(RecordedRow(mutant, test, outcome, failure)) + b"\n"
            descriptor = os.open(self.folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to record in the folder that mutmut runs the tests in."""
    for name in WORDIER:
        os.environ.pop(name, None)
    config.pluginmanager.register(_Recorder(Path.cwd()), "gradbreak-recorder")

"""A pytest plugin for ``mutmut run`` that records the outcome of every test on every mutant.

Loaded by ``-p gradbreak.recorder`` in ``[tool.mutmut] pytest_add_cli_args``. mutmut names the mutant in
the environment and works in the folder ``mutants/``. Each test appends two lines to ``gradbreak-rows.jsonl`` there: one
as it begins, so that a hang is known to be its own, and one as it ends. ``gradbreak-tested.jsonl`` has digests of the
test files, because mutmut keeps its verdict on a mutant when a test is edited. mutmut runs several processes at once,
so each line is one write in append mode.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from gradbreak.model import Failure
from gradbreak.process.environment import WORDIER
from gradbreak.run.failures import describe
from gradbreak.testing.outcome import Outcome

FILE = "gradbreak-rows.jsonl"
TESTED = "gradbreak-tested.jsonl"
MARK = "__mutmut_"
"""Part of every mutant's name, and not of mutmut's names for other runs (``stats``, ``fail``)."""
REWRITTEN = b"from mutmut.mutation.trampoline import"
"""Text in every file that mutmut has rewritten: all below its ``source_paths``, even those without a mutant."""


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


class MutantTested(Struct, frozen=True):
    """One line of ``gradbreak-tested.jsonl``: the files that a mutant was tested with.

    Attributes:
        mutant: mutmut's name.
        files: file that was imported, relative to the project → the digest of its text.
    """

    mutant: str
    files: dict[str, str]


def digest(content: bytes) -> str:
    """A short digest, because every mutant has one for every file."""
    return hashlib.sha256(content).hexdigest()[:16]


class _RowRecorder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcome = Outcome.PASSED
        self.failure: Failure | None = None
        self._error: BaseException | None = None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        imported = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        paths = {*(item.path for item in session.items), *(Path(path) for path in imported if path)}
        self._append(TESTED, lambda mutant: MutantTested(mutant, dict(self._contents(paths))))

    def _contents(self, paths: set[Path]) -> Iterator[tuple[str, str]]:
        for path in sorted(path for path in paths if path.suffix == ".py" and path.is_relative_to(self.folder)):
            content = path.read_bytes()
            # mutmut has rewritten the engine, and compares that text itself.
            if REWRITTEN not in content:
                yield path.relative_to(self.folder).as_posix(), digest(content)

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
        self._append(FILE, lambda mutant: RecordedRow(mutant, test, outcome, failure))

    def _append(self, file: str, row_of: Callable[[str], Struct]) -> None:
        mutant = os.environ.get("MUTANT_UNDER_TEST", "")
        if MARK in mutant:
            line = msgspec.json.encode(row_of(mutant)) + b"\n"
            descriptor = os.open(self.folder / file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to record in the folder that mutmut runs the tests in."""
    for name in WORDIER:
        os.environ.pop(name, None)
    config.pluginmanager.register(_RowRecorder(Path.cwd()), "gradbreak-recorder")

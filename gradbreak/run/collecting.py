"""What goes wrong while pytest collects, kept by a plugin instead of printed."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from gradbreak.run.messages import LeftOutFile, Problem
from gradbreak.run.problems import exit_text, left_out_file, problem_of


class CollectionProblems:
    """A pytest plugin that keeps what could not be collected, and why.

    Args:
        root: the project's folder.

    Attributes:
        problems: what stands in the way.
        left_out: files from which nothing was collected, although nothing is wrong with them.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.problems: list[Problem] = []
        self.left_out: list[LeftOutFile] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Report a file that ends the process when it is imported; pytest itself would end with it."""
        try:
            return (yield)
        except SystemExit as error:
            said = exit_text(error, self._root)
            return pytest.CollectReport(nodeid=collector.nodeid, outcome="failed", longrepr=said, result=[])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what a report says that is not of a success."""
        if report.passed:
            return
        left_out = left_out_file(report, self._root)
        if left_out is not None:
            self.left_out.append(left_out)
        else:
            self.problems.append(problem_of(str(report.longrepr), report.nodeid, self._root))

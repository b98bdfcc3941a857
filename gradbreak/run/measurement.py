"""Measuring with coverage.py which lines of the engine each test runs.

The collection of each test file has a context of its own, because a module may build its graph when it is imported.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

from gradbreak.model import Count
from gradbreak.run.messages import COLLECT, IMPORT, Measured


def start(root: Path, files: Iterable[str]) -> coverage.Coverage:
    """Begin to measure, before the engine is imported, so that its module-level lines count."""
    measuring = coverage.Coverage(
        data_file=None, branch=True, include=[_literal(root / file) for file in files], config_file=False
    )
    measuring.start()
    measuring.switch_context(IMPORT)
    return measuring


def _literal(path: Path) -> str:
    """A pattern that fits a path. coverage.py has no escape, so a wildcard stands for each character of its own."""
    return re.sub(r"[\[\]*?]", "?", str(path))


class ContextSwitcher:
    """A pytest plugin that sets coverage.py's context."""

    def __init__(self, measuring: coverage.Coverage) -> None:
        self.measuring = measuring
        self._current = ""
        self._is_paused = False

    def switch_to(self, context: str) -> str:
        """Make ``context`` the current one and return the one before."""
        before, self._current = self._current, context
        if not self._is_paused:
            self.measuring.switch_context(context)
        return before

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Measure nothing meanwhile."""
        self.measuring.stop()
        self._is_paused = True
        try:
            yield
        finally:
            self._is_paused = False
            self.measuring.start()
            self.measuring.switch_context(self._current)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        if not isinstance(collector, pytest.File):
            return (yield)
        before = self.switch_to(COLLECT + collector.nodeid)
        try:
            return (yield)
        finally:
            self.switch_to(before)


def lines_by_context(
    measuring: coverage.Coverage, root: Path, files: Iterable[str]
) -> dict[str, dict[str, tuple[int, ...]]]:
    """Context → file → lines run in it."""
    data = measuring.get_data()
    lines: dict[str, dict[str, tuple[int, ...]]] = {}
    for file in files:
        by_line = data.contexts_by_lineno(str(root / file))
        for line, contexts in sorted(by_line.items()):
            for context in contexts:
                of_file = lines.setdefault(context, {})
                of_file[file] = (*of_file.get(file, ()), line)
    return lines


def finish(measuring: coverage.Coverage, root: Path, files: Iterable[str], read: FilesRead) -> Measured:
    """Stop measuring and sum up."""
    files = tuple(files)
    measuring.stop()
    return Measured(
        lines=lines_by_context(measuring, root, files),
        coverage=_counts(measuring, root, files),
        files=_files(root, files, read.paths),
    )


class FilesRead:
    """Collects every file that is opened for reading from now on. An audit hook can't be removed."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        match event, arguments:
            case "open", (str(path), _, int(flags)) if flags & os.O_ACCMODE == os.O_RDONLY:
                with contextlib.suppress(OSError):  # the working folder may be gone
                    self.paths.add(str(Path(path).absolute()))  # now, because a test may change the working folder


def _files(root: Path, engine: Iterable[str], read: Iterable[str]) -> tuple[str, ...]:
    """The files of the project that the tests depend on: those imported or read, and pytest's configuration."""
    modules = {os.path.realpath(path) for module in list(sys.modules.values()) if (path := _path_of(module))}
    configuration = [root / name for name in ("pyproject.toml", "pytest.ini", "pytest.toml", "tox.ini", "setup.cfg")]
    opened = {os.path.realpath(path) for path in read}
    paths = {Path(path) for path in modules | opened} | set(configuration)
    inside = {path.relative_to(root).as_posix() for path in paths if path.is_relative_to(root) and path.is_file()}
    installed = {file for file in inside if "site-packages" in file.split("/")}
    return tuple(sorted(inside - installed - set(engine)))


def _path_of(module: object) -> str | None:
    path = getattr(module, "__file__", None)
    return path if isinstance(path, str) else None


def _counts(measuring: coverage.Coverage, root: Path, files: Iterable[str]) -> dict[str, tuple[Count, Count]]:
    # The JSON report is coverage.py's documented way to its counts. It goes to standard output, because a killed
    # worker would leave a file behind.
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        measuring.json_report(morfs=[str(root / file) for file in files], outfile="-")
    report = json.loads(printed.getvalue())
    by_path = {os.path.realpath(root / path): summary["summary"] for path, summary in report["files"].items()}
    counts = {}
    for file in files:
        found = by_path[os.path.realpath(root / file)]
        counts[file] = (
            Count(found["covered_lines"], found["num_statements"]),
            Count(found["covered_branches"], found["num_branches"]),
        )
    return counts

"""The length of each test, so that of several tests that show the same the shortest is the example."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gradbreak.engine.definitions import find_function, line_count
from gradbreak.process.parsing import parse
from gradbreak.run.messages import FoundTest


def lengths_of(root: Path, tests: Iterable[FoundTest]) -> Mapping[str, int]:
    """Test id → lines of its function; without those whose function is not in their own file.

    Args:
        root: the project's folder.
        tests: of all suites.
    """
    modules: dict[str, Sequence[ast.stmt]] = {}
    lengths = {}
    for test in tests:
        if test.file not in modules:
            modules[test.file] = _statements(root / test.file)
        function = find_function(modules[test.file], test.name)
        if function is not None:
            lengths[test.id] = line_count(function)
    return lengths


def _statements(path: Path) -> Sequence[ast.stmt]:
    """A module's statements; none where it is gone since its tests were collected, or is no Python on its own."""
    try:
        return parse(path.read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return ()

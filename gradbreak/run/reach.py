"""Which tests can reach which mutants. A test is left out only where it provably can't reach the mutant.

The proof: a deterministic test does the same on the mutant as on the intact engine until it first runs a changed line.
So a test that runs no changed line on the intact engine runs none on the mutant. Its lines are those that it runs in
its suite and in a process of its own, where no other test has run code on its behalf.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.messages import COLLECT, IMPORT

Stretch = tuple[str, int, int]
Lines = dict[str, frozenset[int]]


class Reach(enum.Enum):
    """How a test reaches a mutant."""

    NEVER = "it runs none of the changed lines"
    RUNNING = "it runs one of them"
    COLLECTING = "the engine or its file runs one of them when it is imported, so the mutant must be there before"


class ReachMap:
    """For every test of a suite, the engine lines it runs, and those that run while the engine or its file is imported.

    What the engine computes while it is imported, such as a table, any test may depend on.
    """

    def __init__(self, baseline: SuiteBaseline) -> None:
        """Build it from a measured suite."""
        contexts = {name: _sets(lines) for name, lines in baseline.measured.lines.items()}
        self._running: dict[str, Lines] = {}
        self._collecting: dict[str, Lines] = {}
        for test in baseline.tests:
            isolated = _sets(baseline.isolated.get(test.id, {}))
            self._running[test.id] = _union([contexts.get(test.id, {}), isolated])
            # The empty context is what ran outside every file: conftest files and plugins.
            collection = ("", IMPORT, COLLECT + test.id.partition("::")[0])
            self._collecting[test.id] = _union(contexts.get(name, {}) for name in collection)

    def reach(self, test: str, stretches: Iterable[Stretch]) -> Reach:
        """How ``test`` reaches a mutant that changes ``stretches`` of (file, first line, last line)."""
        stretches = tuple(stretches)
        if _meets(self._collecting[test], stretches):
            return Reach.COLLECTING
        return Reach.RUNNING if _meets(self._running[test], stretches) else Reach.NEVER


def _sets(lines: Mapping[str, Iterable[int]]) -> Lines:
    return {file: frozenset(numbers) for file, numbers in lines.items()}


def _union(parts: Iterable[Lines]) -> Lines:
    total: dict[str, frozenset[int]] = {}
    for part in parts:
        for file, numbers in part.items():
            total[file] = total.get(file, frozenset()) | numbers
    return total


def _meets(lines: Lines, stretches: Iterable[Stretch]) -> bool:
    return any(not lines.get(file, frozenset()).isdisjoint(range(first, last + 1)) for file, first, last in stretches)

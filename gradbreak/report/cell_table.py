"""The state of each cell: one test, or one suite as a whole, on one mutant."""

from __future__ import annotations

import sys

from gradbreak.analysis.cell_states import DETECTED_STATES, State, state_of, strongest_state
from gradbreak.model import Cell, Mutant, Results, Test


def length_of(test: Test) -> int:
    """The lines of a test, for choosing the shortest; one of unknown length comes last."""
    return sys.maxsize if test.lines is None else test.lines


class CellTable:
    """Every cell of a run, looked up by mutant (or break) and by test or suite.

    Args:
        results: the run.
    """

    def __init__(self, results: Results) -> None:
        self._cells: dict[str, dict[str, Cell]] = {mutant.id: {} for mutant in results.mutants}
        self._cells |= {each.id: {} for each in results.breaks}
        for cell in (*results.cells, *results.break_cells):
            self._cells[cell.mutant][cell.test] = cell
        self.tests: dict[str, tuple[Test, ...]] = {
            suite.name: tuple(test for test in results.tests if test.suite == suite.name) for suite in results.suites
        }
        """The tests of each suite, in pytest's order."""
        # A page asks for each of these several times.
        self._states: dict[tuple[str, str], State] = {}
        self._examples: dict[tuple[str, str], str | None] = {}

    def cell(self, mutant: str, test: str) -> Cell | None:
        """The record of one test on one mutant; None where the test does not reach it."""
        return self._cells[mutant].get(test)

    def of_test(self, mutant: str, test: str) -> State:
        """The state of one test on one mutant."""
        cell = self.cell(mutant, test)
        return State.UNREACHED if cell is None else state_of(cell)

    def of_suite(self, mutant: str, suite: str) -> State:
        """The state of a suite's tests together on one mutant."""
        if (mutant, suite) not in self._states:
            states = (self.of_test(mutant, test.id) for test in self.tests[suite])
            self._states[mutant, suite] = strongest_state(states)
        return self._states[mutant, suite]

    def example_test(self, mutant: str, suite: str) -> str | None:
        """The shortest test of a suite that has the suite's own state; None where the suite has no tests."""
        if (mutant, suite) not in self._examples:
            state = self.of_suite(mutant, suite)
            having = (test for test in self.tests[suite] if self.of_test(mutant, test.id) == state)
            shortest = min(having, key=length_of, default=None)
            self._examples[mutant, suite] = None if shortest is None else shortest.id
        return self._examples[mutant, suite]

    def killing_suites(self, mutant: Mutant) -> int:
        """How many suites have a test that kills the mutant."""
        return sum(self.of_suite(mutant.id, suite) in DETECTED_STATES for suite in self.tests)

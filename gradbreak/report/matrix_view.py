"""The matrix as a page shows it: mutants under their families, suites as columns."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from gradbreak.analysis.cell_states import DETECTED_STATES, State
from gradbreak.analysis.findings import Findings
from gradbreak.model import Break, Mutant, Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.changes import in_source_order

BREAKS = "breaks"
"""The id of the group that holds the higher-order mutants."""


class SuiteColumn(Struct, frozen=True):
    """A suite's heading.

    Attributes:
        name: the suite.
        short: its name on a narrow screen.
        lines: percent of the main file's statements it runs, or None.
    """

    name: str
    short: str
    lines: float | None


class MatrixRow(Struct, frozen=True):
    """One mutant or break.

    Attributes:
        id: its id.
        place: where the change is, ``mul.self``.
        change: what is changed, ``+= → =``; empty where the family's heading says it.
        title: both in one, unique within the run.
        equivalent: no test can kill it.
        states: one for each column.
    """

    id: str
    place: str
    change: str
    title: str
    equivalent: bool
    states: tuple[State, ...]


class FamilyGroup(Struct, frozen=True):
    """A family with its rows.

    Attributes:
        id: the family's id, or ``breaks``.
        title: the heading; empty for the breaks, whose heading is the page's own text.
        symbol: the change in a few characters, or empty.
        meaning: one sentence, or empty.
        opened: shown with its rows at first.
        rows: in the order of the source.
    """

    id: str
    title: str
    symbol: str
    meaning: str
    opened: bool
    rows: tuple[MatrixRow, ...]

    @property
    def total(self) -> int:
        """How many of the rows a test could kill."""
        return sum(not row.equivalent for row in self.rows)

    @property
    def equivalent(self) -> int:
        """How many of the rows no test can kill."""
        return len(self.rows) - self.total

    @property
    def tallies(self) -> tuple[int, ...]:
        """For each column, how many of the rows that a test could kill are killed."""
        return tuple(
            sum(row.states[column] in DETECTED_STATES for row in self.rows if not row.equivalent)
            for column in range(len(self.rows[0].states))
        )


class Matrix(Struct, frozen=True):
    """The whole table.

    Attributes:
        columns: one for each suite, in configured order.
        groups: the break's family, the breaks, then the other families in the run's order.
    """

    columns: tuple[SuiteColumn, ...]
    groups: tuple[FamilyGroup, ...]

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """All rows in the order of the page."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def states(self) -> frozenset[State]:
        """The states that occur, for the legend."""
        return frozenset(state for row in self.rows for state in row.states)


def build_matrix(results: Results, verdicts: CellTable, findings: Findings) -> Matrix:
    """Arrange a run's mutants and breaks."""
    columns = tuple(
        SuiteColumn(suite.name, suite.short, results.summary.suites[suite.name].line_coverage)
        for suite in results.suites
    )
    first = findings.family
    mutants = in_source_order(results)
    groups = []
    for family in results.families:
        rows = _rows((mutant for mutant in mutants if mutant.family == family.id), columns, verdicts)
        symbol = family.symbol
        rows = tuple(_without_change(row) if row.change == symbol else row for row in rows)
        groups.append(FamilyGroup(family.id, family.title, symbol, family.meaning, family == first, rows))
    groups.sort(key=lambda group: not group.opened)
    # The breaks follow their own family: a reader meets the single sites first, then all of them at once.
    groups.insert(1 if first else 0, FamilyGroup(BREAKS, "", "", "", False, _rows(results.breaks, columns, verdicts)))
    return Matrix(columns, tuple(group for group in groups if group.rows))


def _rows(
    changes: Iterable[Mutant | Break], columns: tuple[SuiteColumn, ...], verdicts: CellTable
) -> tuple[MatrixRow, ...]:
    return tuple(
        MatrixRow(
            change.id,
            change.place,
            change.change,
            change.label,
            isinstance(change, Mutant) and change.equivalent is not None,
            tuple(verdicts.of_suite(change.id, column.name) for column in columns),
        )
        for change in changes
    )


def _without_change(row: MatrixRow) -> MatrixRow:
    return MatrixRow(row.id, row.place, "", row.title, row.equivalent, row.states)

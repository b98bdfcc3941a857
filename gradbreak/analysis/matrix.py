"""The kill matrix: which test detects which mutant, one int of bits for each row and each column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from gradbreak.analysis.bits import members
from gradbreak.model import DETECTED, Cell, Status


class MatrixError(ValueError):
    """Two cells are of the same mutant and test, or a cell names something that the run does not have."""


class KillMatrix(Struct, frozen=True, kw_only=True):
    """Mutants × tests, reduced to whether the test detects the mutant, that is, does not pass on it.

    Attributes:
        rows: mutant id → the numbers of the tests that detect it, in bits; in the order of the mutants.
        columns: test id → the numbers of the mutants that it detects, in bits; in the order of the tests.
        by_order: mutant id → the numbers of the tests that detect it under one order of the engine's sets only, in
            bits; mutants without any are left out.
    """

    rows: dict[str, int]
    columns: dict[str, int]
    by_order: dict[str, int] = {}

    @classmethod
    def build(cls, mutants: Sequence[str], tests: Sequence[str], cells: Iterable[Cell]) -> KillMatrix:
        """Put cells, given in any order, into rows and columns.

        Args:
            mutants: the ids of the mutants, or of the breaks.
            tests: the ids of the tests.
            cells: one at most for a mutant and a test. Without one, the test does not reach the mutant.

        Raises:
            MatrixError: an id occurs twice, or a cell occurs twice or names an unknown id.
        """
        test_bits = _numbered("test", tests)
        mutant_bits = _numbered("mutant", mutants)
        rows = dict.fromkeys(mutants, 0)
        columns = dict.fromkeys(tests, 0)
        by_order: dict[str, int] = {}
        present = dict.fromkeys(mutants, 0)
        for cell in cells:
            if cell.mutant not in mutant_bits:
                raise MatrixError(f"a cell names the mutant {cell.mutant!r}, which the run does not have")
            if cell.test not in test_bits:
                raise MatrixError(f"a cell names the test {cell.test!r}, which the run does not have")
            bit = test_bits[cell.test]
            if present[cell.mutant] & bit:
                raise MatrixError(f"there are two cells for {cell.test!r} on {cell.mutant!r}")
            present[cell.mutant] |= bit
            if cell.status in DETECTED:
                rows[cell.mutant] |= bit
                columns[cell.test] |= mutant_bits[cell.mutant]
            elif cell.status is Status.DEPENDS_ON_ORDER:
                by_order[cell.mutant] = by_order.get(cell.mutant, 0) | bit
        return cls(rows=rows, columns=columns, by_order=by_order)

    @property
    def mutants(self) -> tuple[str, ...]:
        """The ids of all mutants, in order."""
        return tuple(self.rows)

    @property
    def tests(self) -> tuple[str, ...]:
        """The ids of all tests, in order."""
        return tuple(self.columns)

    @property
    def killed(self) -> tuple[str, ...]:
        """The ids of the mutants that at least one test detects, in order."""
        return tuple(mutant for mutant, row in self.rows.items() if row)

    def depends_on_order(self, mutant: str, tests: int) -> bool:
        """Whether none of some tests, given as bits, detects a mutant under every order, and one does under some."""
        return not self.rows[mutant] & tests and bool(self.by_order.get(mutant, 0) & tests)

    def without(self, mutants: Iterable[str]) -> KillMatrix:
        """The same matrix without the rows of some mutants, which are numbered anew.

        Args:
            mutants: the ids to leave out.
        """
        left_out = set(mutants)
        rows = {mutant: row for mutant, row in self.rows.items() if mutant not in left_out}
        columns = dict.fromkeys(self.columns, 0)
        tests = self.tests
        for number, row in enumerate(rows.values()):
            for test in members(row):
                columns[tests[test]] |= 1 << number
        by_order = {mutant: row for mutant, row in self.by_order.items() if mutant not in left_out}
        return KillMatrix(rows=rows, columns=columns, by_order=by_order)

    def kills_of(self, test: str) -> tuple[str, ...]:
        """The ids of the mutants that a test detects, in order."""
        mutants = self.mutants
        return tuple(mutants[number] for number in members(self.columns[test]))

    def killers_of(self, mutant: str) -> tuple[str, ...]:
        """The ids of the tests that detect a mutant, in order."""
        tests = self.tests
        return tuple(tests[number] for number in members(self.rows[mutant]))

    def tests_in(self, tests: Iterable[str]) -> int:
        """The tests with these ids as bits, to intersect with a row."""
        chosen = set(tests)
        return sum(1 << number for number, test in enumerate(self.columns) if test in chosen)


def _numbered(kind: str, ids: Sequence[str]) -> dict[str, int]:
    """Each id with a bit of its own."""
    bits: dict[str, int] = {}
    for number, name in enumerate(ids):
        if name in bits:
            raise MatrixError(f"the {kind} {name!r} occurs twice")
        bits[name] = 1 << number
    return bits

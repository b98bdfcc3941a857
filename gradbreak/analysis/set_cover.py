"""Exact minimum set cover, by reduction and then branch and bound: the fewest columns that meet every row."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from msgspec import Struct

from gradbreak.analysis.bits import members

BUDGET = 500_000
"""How much work the search may do before it returns the best cover so far; takes about a second.

Work is counted and not timed, so that a slow machine writes the same results as a fast one. A node costs its rows and
the columns in them, because nodes differ in size a thousandfold.
"""
_ROW = 6  # cost of a row in addition to its columns, in columns


class Cover(Struct, frozen=True):
    """Columns that together meet every row.

    Attributes:
        columns: the chosen ones, a set in bits.
        is_proven: no cover has fewer columns; False where the budget ran out before that was known.
    """

    columns: int
    is_proven: bool


def smallest_cover(rows: Iterable[int], budget: int = BUDGET) -> Cover:
    """The fewest columns that meet every row; among equally good choices, columns with lower numbers come first.

    Args:
        rows: each a set of columns in bits, in any order; an empty row needs no column.
        budget: how much the search may do, see ``BUDGET``.
    """
    core = _reduced({row for row in rows if row})
    columns = core.forced
    for part in _independent_parts(core.rows):
        search = _Search(part, budget)
        columns |= search.best
        budget = search.budget
    return Cover(columns, is_proven=budget >= 0)


class _Core(Struct, frozen=True):
    """The problem that is left when no rule of reduction applies any more.

    Attributes:
        forced: columns that belong to some smallest cover.
        rows: the rows that those do not meet, shortest first; none contains another.
        meets: column → the indices of the rows it meets, in bits.
    """

    forced: int
    rows: list[int]
    meets: dict[int, int]


class _Search:
    """Depth-first branch and bound over one part, from the greedy cover downwards."""

    def __init__(self, rows: list[int], budget: int) -> None:
        self.best = _greedy(rows)
        self.budget = budget
        self._visit(rows, 0)

    def _visit(self, rows: list[int], chosen: int) -> None:
        self.budget -= sum(_ROW + row.bit_count() for row in rows)
        if self.budget < 0:
            return
        core = _reduced(rows)
        chosen |= core.forced
        if chosen.bit_count() + _fewest(core) >= self.best.bit_count():
            return
        if not core.rows:
            self.best = chosen
            return
        # One of this row's columns must be chosen, and the shortest row leaves the fewest to try.
        branches = sorted(members(core.rows[0]), key=lambda column: (-core.meets[column].bit_count(), column))
        refused = 0
        for column in branches:
            left = [row & ~refused for row in core.rows if not row >> column & 1]
            self._visit(left, chosen | 1 << column)
            # All covers with this column have been seen, so the next branches do without it. That
            # empties no row: it would have to be contained in this one, and no row is.
            refused |= 1 << column


def _reduced(rows: Iterable[int]) -> _Core:
    """Reduce the problem until no rule applies; one rule can make another apply.

    The rules (Garfinkel & Nemhauser, Integer Programming, 1972, chapter 8): a column that is a row's
    only one is chosen; a row that contains another is met whenever that one is; a column is left out
    where another meets all of its rows, the later one where both meet the same.
    """
    forced = 0
    while True:
        only = reduce(or_, (row for row in rows if row.bit_count() == 1), 0)
        forced |= only
        ordered = sorted({row for row in rows if not row & only}, key=lambda row: (row.bit_count(), row))
        meets = _rows_met(ordered)
        shortest = _without_containing(ordered, meets)
        useful = _undominated(shortest)
        rows = [row & useful for row in shortest]
        if not only and rows == ordered:
            return _Core(forced, rows, meets)


def _rows_met(rows: list[int]) -> dict[int, int]:
    """Column → the indices of the rows it meets, in bits."""
    meets: dict[int, int] = {}
    for index, row in enumerate(rows):
        for column in members(row):
            meets[column] = meets.get(column, 0) | 1 << index
    return meets


def _without_containing(rows: list[int], meets: dict[int, int]) -> list[int]:
    """The rows that contain no other row."""
    containing = 0
    for index, row in enumerate(rows):
        if not containing >> index & 1:
            # The rows that every column of this one meets are those that contain it, itself included.
            containing |= reduce(and_, (meets[column] for column in members(row))) ^ 1 << index
    return [row for index, row in enumerate(rows) if not containing >> index & 1]


def _undominated(rows: list[int]) -> int:
    """The columns that no other column can replace."""
    in_all_its_rows: dict[int, int] = {}
    for row in rows:
        for column in members(row):
            in_all_its_rows[column] = in_all_its_rows.get(column, row) & row
    useful = 0
    for column, others in in_all_its_rows.items():
        stand_ins = (
            other
            for other in members(others ^ 1 << column)
            if other < column or not in_all_its_rows[other] >> column & 1
        )
        if next(stand_ins, None) is None:
            useful |= 1 << column
    return useful


def _fewest(core: _Core) -> int:
    """A lower bound on the columns of any cover: the larger of two bounds.

    Rows without a common column need one each. And where a column's cost of 1 is shared by the rows
    it meets, no row can be met for less than its cheapest share, so their sum is a bound
    (a feasible solution of the dual linear program).
    """
    disjoint = seen = 0
    for row in core.rows:
        if not row & seen:
            seen |= row
            disjoint += 1
    sizes = {column: met.bit_count() for column, met in core.meets.items()}
    shares = sum(1 / max(sizes[column] for column in members(row)) for row in core.rows)
    return max(disjoint, math.ceil(shares - 1e-9))  # rounding must not lift the bound above the true one


def _greedy(rows: list[int]) -> int:
    """A cover found by always taking the column that meets most of what is left."""
    chosen = 0
    while rows:
        meets = _rows_met(rows)
        column = min(meets, key=lambda column: (-meets[column].bit_count(), column))
        chosen |= 1 << column
        rows = [row for row in rows if not row >> column & 1]
    return chosen


def _independent_parts(rows: list[int]) -> list[list[int]]:
    """The rows in groups that share no column: each can be covered by itself."""
    parts: list[tuple[int, list[int]]] = []
    for row in rows:
        columns, group = row, [row]
        for part in [part for part in parts if part[0] & row]:
            parts.remove(part)
            columns |= part[0]
            group = part[1] + group
        parts.append((columns, group))
    return [group for _, group in parts]

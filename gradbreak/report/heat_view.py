"""Every mutant × every test as one picture, in which runs of equal cells are strokes: small enough to be markup.

The page's script reads the verdict of a single test from the picture, so that verdicts are stored once. In a band, a
path of class ``k`` strokes the cells in state ``k`` and, where that takes fewer strokes, cells that a later path paints
over. Cells without a stroke were not reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, groupby, permutations

from msgspec import Struct

from gradbreak.analysis.cell_states import State
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.matrix_view import FamilyGroup, Matrix

GAP = 1
"""Columns left free between two suites."""
TALL, LOW = 12, 4
"""Height of a row in pixels: of the family the finding is about, and of the others."""
HEADING = 22
"""Height of a band's heading in pixels."""
TOP = 24
"""Height of the suites' names in pixels."""


class Strip(Struct, frozen=True):
    """A suite's columns.

    Attributes:
        suite: its name.
        short: its name on a narrow screen.
        left: the first column.
        tests: how many columns.
    """

    suite: str
    short: str
    left: int
    tests: int

    @property
    def tight(self) -> bool:
        """Too narrow for more than the short name."""
        return self.tests < 2 * len(self.suite)


class Band(Struct, frozen=True):
    """A family's rows.

    Attributes:
        group: the family.
        top: where its rows begin, in pixels.
        height: of its rows, in pixels.
        paths: state → an SVG path whose horizontal strokes are the cells in it, and cells that a later path strokes.
    """

    group: FamilyGroup
    top: int
    height: int
    paths: Mapping[State, str]


class Heat(Struct, frozen=True):
    """The picture.

    Attributes:
        strips: one for each suite.
        bands: one for each group of rows.
        columns: its width in columns, the gaps included.
        height: in pixels.
        counts: how many cells are in each state, breaks left out.
    """

    strips: tuple[Strip, ...]
    bands: tuple[Band, ...]
    columns: int
    height: int
    counts: Mapping[State, int]


def build_heat(results: Results, matrix: Matrix, verdicts: CellTable) -> Heat:
    """Draw a run."""
    strips, left = [], 0
    for suite in results.suites:
        count = len(verdicts.tests[suite.name])
        strips.append(Strip(suite.name, suite.short, left, count))
        left += count + GAP
    bands, top = [], TOP
    counts: Counter[State] = Counter()
    mutants = {mutant.id for mutant in results.mutants}
    for group in matrix.groups:
        rows = [
            {
                strip.left + offset: verdicts.of_test(row.id, test.id)
                for strip in strips
                for offset, test in enumerate(verdicts.tests[strip.suite])
            }
            for row in group.rows
        ]
        for row, states in zip(group.rows, rows, strict=True):
            if row.id in mutants:
                counts.update(states.values())
        height = len(rows) * (TALL if group.opened else LOW)
        bands.append(Band(group, top + HEADING, height, painted(rows)))
        top += HEADING + height
    return Heat(tuple(strips), tuple(bands), max(left - GAP, 1), top, counts)


def painted(rows: Sequence[Mapping[int, State]]) -> dict[State, str]:
    """Paths, to be drawn in this order, that leave every cell in its state.

    A mutant's reached cells, which lie together, are stroked at once, and the rarer states over them; of all
    orders of the states, the one with the shortest paths.

    Args:
        rows: for each row, column → state; columns in rising order.
    """
    present = sorted({state for states in rows for state in states.values()} - {State.UNREACHED})
    stroked = {
        some: strokes(rows, frozenset(some))
        for count in range(len(present))
        for some in combinations(present, count + 1)
    }
    ways = (
        {state: stroked[tuple(sorted(order[place:]))] for place, state in enumerate(order)}
        for order in permutations(present)
    )
    return min(ways, key=lambda paths: sum(map(len, paths.values())))


def strokes(rows: Sequence[Mapping[int, State]], states: Collection[State]) -> str:
    """An SVG path with one horizontal stroke for each run of cells in one of some states.

    Args:
        rows: for each row, column → state; columns in rising order.
        states: which cells to stroke.

    Returns:
        Relative moves and strokes, ``m3 0h2m1 1h4``, from column 0 of row 0.
    """
    pieces, x, y = [], 0, 0
    for row, found in enumerate(rows):
        cells = [column for column, other in found.items() if other in states]
        # In a run, the column less its place in the list stays the same.
        for _, run in groupby(enumerate(cells), key=lambda pair: pair[1] - pair[0]):
            columns = [column for _, column in run]
            pieces.append(f"m{columns[0] - x} {row - y}h{len(columns)}")
            x, y = columns[-1] + 1, row
    return "".join(pieces)

"""Counts per suite how many tests reach a mutant, change a write, and notice (reach, infect, propagate, reveal)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from gradbreak.model import DETECTED, Cell, Reason, Status, Test


class Rung(Struct, frozen=True, kw_only=True):
    """How far the tests of one suite get. Each count includes the tests that get further.

    Attributes:
        suite: its name.
        tests: all of them that have a verdict; skipped ones have none.
        reached: ran the changed code.
        changed: a write to a value or a gradient was another one.
        noticed: did not pass.
        unmeasured: passed, and what they wrote was not recorded to the end.
    """

    suite: str
    tests: int
    reached: int
    changed: int
    noticed: int
    unmeasured: int


def rungs(suites: Sequence[str], tests: Iterable[Test], cells: Iterable[Cell]) -> tuple[Rung, ...]:
    """The ladder of each suite.

    Args:
        suites: names, in order.
        tests: of all of them.
        cells: of one mutant, one for each test that reaches it.
    """
    suite_of = {test.id: test.suite for test in tests if not test.skipped}
    sizes = Counter(suite_of.values())
    row = [cell for cell in cells if cell.test in suite_of]
    return tuple(_rung(name, sizes[name], [cell for cell in row if suite_of[cell.test] == name]) for name in suites)


def _rung(suite: str, tests: int, cells: Sequence[Cell]) -> Rung:
    noticed = sum(cell.status in DETECTED for cell in cells)
    by_order = sum(cell.status is Status.DEPENDS_ON_ORDER for cell in cells)
    reasons = [cell.reason for cell in cells if cell.status not in DETECTED | {Status.DEPENDS_ON_ORDER}]
    return Rung(
        suite=suite,
        tests=tests,
        reached=len(cells),
        changed=reasons.count(Reason.UNNOTICED) + by_order + noticed,
        noticed=noticed,
        unmeasured=reasons.count(None),
    )

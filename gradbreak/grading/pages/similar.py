"""Finds similar suites by what each test catches, because text is easily changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from gradbreak.grading.output.redacted_grade import RedactedGrade

LEAST_TESTS = 4
"""The fewest tests that must catch something. Smaller suites are alike by chance."""

LEAST_LIKENESS = 0.9
"""The smallest share of equal rows for two suites to be shown together."""

Rows = Counter[frozenset[int]]


class Alike(Struct, frozen=True, kw_only=True):
    """Submissions whose tests catch nearly the same, test by test.

    Attributes:
        members: indices into the list that was given, ascending.
        likeness: the least of the likenesses that tie them together, from 0 to 1.
    """

    members: tuple[int, ...]
    likeness: float


def kill_rows(redacted: RedactedGrade) -> Rows:
    """For each test that catches something the set of engines it catches; equal sets are counted."""
    caught: dict[int, set[int]] = {}
    for number, case in enumerate(redacted.cases):
        for test in case.caught_by:
            caught.setdefault(test, set()).add(number)
    return Counter(frozenset(row) for row in caught.values())


def likeness(first: Rows, second: Rows) -> float:
    """Rows that both have, as a share of all rows (Jaccard's index of two multisets); 0 for two empty ones."""
    union = (first | second).total()
    return (first & second).total() / union if union else 0.0


def alike(grades: Sequence[RedactedGrade]) -> tuple[Alike, ...]:
    """Groups of suites in which each is like another; the largest and most alike first.

    Likeness is a reason to look, not a proof: a shared template or the examples of a book give equal rows too.

    Args:
        grades: with names, because rows are withheld otherwise.
    """
    rows = {
        index: found for index, redacted in enumerate(grades) if (found := kill_rows(redacted)).total() >= LEAST_TESTS
    }
    ties = {
        (first, second): how
        for first, second in combinations(rows, 2)
        if (how := likeness(rows[first], rows[second])) >= LEAST_LIKENESS
    }
    groups = [
        Alike(members=members, likeness=min(how for pair, how in ties.items() if set(pair) <= set(members)))
        for members in _connected(ties)
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group.members), -group.likeness, group.members)))


def _connected(ties: Mapping[tuple[int, int], float]) -> list[tuple[int, ...]]:
    group_of: dict[int, set[int]] = {}
    for first, second in ties:
        merged = group_of.get(first, {first}) | group_of.get(second, {second})
        for member in merged:
            group_of[member] = merged
    return sorted({tuple(sorted(group)) for group in group_of.values()})

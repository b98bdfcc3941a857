"""Finds submissions that are alike: by their source first, and then by what each test catches.

A file that two submissions share byte for byte is always found. Code that differs in names, comments and layout alone
comes next, then suites most of whose tests are the same code, then suites whose tests catch the same engines. Likeness
is a reason to look, not a proof: a shared template or the examples of a book give equal code and equal rows too.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from gradbreak.grading.model import SourceFingerprint
from gradbreak.grading.output.redacted_grade import RedactedGrade

LEAST_TESTS = 4
"""The fewest tests that are compared one by one. Smaller suites are alike by chance."""

LEAST_LIKENESS = 0.9
"""The smallest share of equal tests or rows for two suites to be shown together."""

Rows = Counter[frozenset[int]]
Parts = Counter[Hashable]


class Likeness(enum.IntEnum):
    """What submissions of a group have in common, the strongest evidence first."""

    SAME_FILE = 1
    SAME_CODE = 2
    SAME_TESTS = 3
    SAME_ROWS = 4


class Alike(Struct, frozen=True, kw_only=True):
    """Submissions that are alike.

    Attributes:
        members: indices into the list that was given, ascending.
        kind: what they have in common.
        likeness: the least of the likenesses that tie them together, from 0 to 1; 1 for a shared file.
    """

    members: tuple[int, ...]
    kind: Likeness
    likeness: float


def kill_rows(redacted: RedactedGrade) -> Rows:
    """For each test that catches something the set of engines it catches; equal sets are counted."""
    caught: dict[int, set[int]] = {}
    for number, case in enumerate(redacted.cases):
        for test in case.caught_by:
            caught.setdefault(test, set()).add(number)
    return Counter(frozenset(row) for row in caught.values())


def likeness(first: Mapping[Hashable, int], second: Mapping[Hashable, int]) -> float:
    """Parts that both have, as a share of all parts (Jaccard's index of two multisets); 0 for two empty ones."""
    one, other = Counter(first), Counter(second)
    union = (one | other).total()
    return (one & other).total() / union if union else 0.0


def alike(grades: Sequence[RedactedGrade], sources: Sequence[Sequence[SourceFingerprint]] = ()) -> tuple[Alike, ...]:
    """Groups of submissions in which each is like another; the strongest evidence first, then the largest.

    A group that is no larger than one with stronger evidence is left out.

    Args:
        grades: with names, because rows are withheld otherwise.
        sources: the fingerprints of each submission's files, in the same order; may be left out.
    """
    groups = [
        *_sharing(sources, lambda file: file.exact, Likeness.SAME_FILE),
        *_sharing(sources, lambda file: file.code, Likeness.SAME_CODE),
        *_by_parts([Counter(test for file in files for test in file.tests) for files in sources], Likeness.SAME_TESTS),
        *_by_parts([Counter[Hashable](kill_rows(redacted)) for redacted in grades], Likeness.SAME_ROWS),
    ]
    kept: list[Alike] = []
    for group in groups:
        if not any(set(group.members) <= set(stronger.members) for stronger in kept):
            kept.append(group)
    return tuple(sorted(kept, key=lambda group: (group.kind, -len(group.members), -group.likeness, group.members)))


def _sharing(
    sources: Sequence[Sequence[SourceFingerprint]], digest: Callable[[SourceFingerprint], str], kind: Likeness
) -> Iterator[Alike]:
    owners: dict[str, dict[int, None]] = {}
    for index, files in enumerate(sources):
        for file in files:
            owners.setdefault(digest(file), {})[index] = None
    ties = {
        (first, second): 1.0
        for indices in owners.values()
        for first, second in zip(indices, [*indices][1:], strict=False)
    }
    yield from _groups(ties, kind)


def _by_parts(parts: Sequence[Parts], kind: Likeness) -> Iterator[Alike]:
    large = {index: found for index, found in enumerate(parts) if found.total() >= LEAST_TESTS}
    ties = {
        (first, second): how
        for first, second in combinations(large, 2)
        if (how := likeness(large[first], large[second])) >= LEAST_LIKENESS
    }
    yield from _groups(ties, kind)


def _groups(ties: Mapping[tuple[int, int], float], kind: Likeness) -> Iterator[Alike]:
    for members in _connected(ties):
        tied = min(how for pair, how in ties.items() if set(pair) <= set(members))
        yield Alike(members=members, kind=kind, likeness=tied)


def _connected(ties: Mapping[tuple[int, int], float]) -> list[tuple[int, ...]]:
    group_of: dict[int, set[int]] = {}
    for first, second in ties:
        merged = group_of.get(first, {first}) | group_of.get(second, {second})
        for member in merged:
            group_of[member] = merged
    return sorted({tuple(sorted(group)) for group in group_of.values()})

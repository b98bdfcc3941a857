"""What differs between two runs: the mutants and breaks that a suite kills now and did not, and the other way round."""

from __future__ import annotations

from msgspec import Struct

from gradbreak.model import DETECTED, Results


class VerdictChanges(Struct, frozen=True, kw_only=True):
    """The changes of one suite.

    Attributes:
        suite: its name.
        killed_now: the labels of the mutants and breaks that it kills now and did not kill before.
        survived_now: the labels of those that it killed before and does not kill now.
    """

    suite: str
    killed_now: tuple[str, ...]
    survived_now: tuple[str, ...]


def changes_between(before: Results, after: Results) -> tuple[VerdictChanges, ...]:
    """The suites of which some verdict has changed, in the order of the later run.

    A mutant is the same in both runs where its label is: mutmut numbers the mutants of a function anew when one is
    added. Mutants and suites that one run alone has are left out.

    Args:
        before: one run.
        after: a later one of the same project.
    """
    known = set(_labels(before).values())
    labels = [label for label in _labels(after).values() if label in known]
    kills_before, kills_after = _kills(before), _kills(after)
    found = (
        VerdictChanges(
            suite=suite.name,
            killed_now=tuple(each for each in labels if each in kills_after[suite.name] - kills_before[suite.name]),
            survived_now=tuple(each for each in labels if each in kills_before[suite.name] - kills_after[suite.name]),
        )
        for suite in after.suites
        if suite.name in kills_before
    )
    return tuple(each for each in found if each.killed_now or each.survived_now)


def _kills(results: Results) -> dict[str, set[str]]:
    """Suite → the labels of what a test of it kills."""
    suite_of = {test.id: test.suite for test in results.tests}
    label_of = _labels(results)
    kills: dict[str, set[str]] = {suite.name: set() for suite in results.suites}
    for cell in (*results.cells, *results.break_cells):
        if cell.status in DETECTED:
            kills[suite_of[cell.test]].add(label_of[cell.mutant])
    return kills


def _labels(results: Results) -> dict[str, str]:
    """Mutant or break id → its label."""
    return {each.id: each.label for each in results.mutants} | {each.id: each.label for each in results.breaks}

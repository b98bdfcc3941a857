"""The write on which a break, or a mutant that breaks are made of, shows first: in one test of each suite.

The tests are run once more for this, in children of their own after every verdict is in. A whole tape for every
cell would be a hundred times as much: ``gradbreak explain`` records the one that somebody asks for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeGuard

from gradbreak.activation import Edit
from gradbreak.analysis import most_telling
from gradbreak.execution.baseline import SuiteBaseline
from gradbreak.execution.messages import Event, Recorded, Unit, Watch
from gradbreak.execution.node_names import NodeNames
from gradbreak.execution.reach import Reach, ReachMap
from gradbreak.execution.record import RecordedTest, decoded
from gradbreak.model import Cell, TellingWrite
from gradbreak.mutation import MutantSet, site_name
from gradbreak.tracing.recording import Content, RecordedWrite

INTACT = ""
"""The id of the unit that changes nothing."""


def find_telling_writes(
    run: Callable[[Sequence[Unit]], Iterable[Event]],
    mutants: MutantSet,
    baselines: Sequence[SuiteBaseline],
    cells: Iterable[Cell],
    seconds: Mapping[str, float],
) -> tuple[TellingWrite, ...]:
    """Record the test of each suite that says most about each change, and the same tests unmutated.

    Args:
        run: runs units, and yields what comes back.
        mutants: the changes.
        baselines: the suites.
        cells: of all mutants and breaks.
        seconds: test id → CPU seconds it may take.
    """
    telling = _telling_tests(mutants, baselines, cells)
    every = tuple(dict.fromkeys(test for tests in telling.values() for test in tests))
    units = [_unit(INTACT, (), every, seconds)] if every else []
    units += [_unit(change, mutants.edits(change), tests, seconds) for change, tests in telling.items()]
    found = {(event.unit, event.test): decoded(event) for event in run(units) if isinstance(event, Recorded)}
    writes: list[TellingWrite] = []
    for change, tests in telling.items():
        for test in tests:
            intact, mutated = found.get((INTACT, test)), found.get((change, test))
            if intact is not None and mutated is not None:
                writes += _telling_write(change, test, intact, mutated, _sites(change, mutants))
    return tuple(writes)


def _telling_tests(
    mutants: MutantSet, baselines: Sequence[SuiteBaseline], cells: Iterable[Cell]
) -> dict[str, tuple[str, ...]]:
    """The break or mutant → a test of each suite that reaches it.

    A test whose file runs the changed code at import is left out: a child that is forked later sees nothing of it.
    """
    changes = [mutant.id for mutant in mutants.mutants if mutant.family == mutants.accumulating]
    changes += [each.id for each in mutants.breaks]
    rows: dict[str, dict[str, Cell]] = {change: {} for change in changes}
    for cell in cells:
        if cell.mutant in rows:
            rows[cell.mutant][cell.test] = cell
    maps = [(ReachMap(baseline), [test.id for test in baseline.tests]) for baseline in baselines]
    found = {}
    for change, row in rows.items():
        best = [(reach, most_telling(row[test] for test in tests if test in row)) for reach, tests in maps]
        found[change] = tuple(
            cell.test
            for reach, cell in best
            if cell is not None and reach.reach(cell.test, mutants.lines_by_id[change]) == Reach.RUNNING
        )
    return {change: tests for change, tests in found.items() if tests}


def _unit(id_: str, edits: tuple[Edit, ...], tests: tuple[str, ...], seconds: Mapping[str, float]) -> Unit:
    return Unit(id=id_, edits=edits, tests=tests, seconds=tuple(seconds[test] for test in tests), watch=Watch.RECORD)


def _sites(change: str, mutants: MutantSet) -> frozenset[str]:
    """The sites that a mutant or break changes."""
    members = {member for each in mutants.breaks if each.id == change for member in each.members} or {change}
    return frozenset(site_name(mutant) for mutant in mutants.mutants if mutant.id in members)


def _telling_write(
    change: str, test: str, intact: RecordedTest, mutated: RecordedTest, sites: Collection[str]
) -> Iterator[TellingWrite]:
    """The write to show, where there is one and it is of numbers."""
    left, right = ([write for write in each.recording.writes if write.is_gradient] for each in (intact, mutated))
    pairs = list(zip(left, right, strict=False))
    differing = (pair for pair in pairs if _after(pair[0]) != _after(pair[1]))
    at_site = [pair for pair in pairs if pair[0].place.site in sites]
    # Of those that are all the same, one that a reader of the test knows by name.
    named = (pair for pair in at_site if intact.nodes[pair[0].node].variable)
    shown = next(differing, None) or next(named, None) or next(iter(at_site), None)
    if shown is None or shown[0].node != shown[1].node:
        return
    before, kept, changed = shown[0].before, shown[0].after, shown[1].after
    if _is_finite(before) and _is_finite(kept) and _is_finite(changed):
        yield TellingWrite(
            mutant=change,
            test=test,
            site=shown[0].place.site,
            node=NodeNames(intact, mutated).of_intact(shown[0].node),
            before=before,
            intact=kept,
            mutated=changed,
        )


def _after(write: RecordedWrite) -> tuple[int, Content]:
    # As text where it is no number that equals itself.
    return write.node, write.after if write.after == write.after else "nan"


def _is_finite(content: Content) -> TypeGuard[float]:
    return isinstance(content, float) and math.isfinite(content)

"""Finding the first write that differs under a mutant or break, in the strongest cell of each suite.

For breaks and their members it is found in every suite. For other mutants it is found where a write differs and no
assertion fails, because a failing assertion already shows the difference.

The tests are run once more in children of their own, after every verdict is in. Full recordings of all cells would be a
hundred times as much; ``gradbreak explain`` records the one that is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeGuard

from gradbreak.analysis import known_lengths, strongest_cell
from gradbreak.engine.comparing import first_difference
from gradbreak.engine.edits import Edit
from gradbreak.engine.recording import Content, RecordedWrite
from gradbreak.engine.shape import EngineShape
from gradbreak.model import Cell, FirstDifference, Reason, Status, Test
from gradbreak.mutation import MutantSet
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.messages import Event, FullRecording, MutantJob, RecordingMode
from gradbreak.run.node_names import NodeNames
from gradbreak.run.reach import Reach, ReachMap
from gradbreak.run.recording import RecordedTest, decoded

INTACT = ""
"""The id of the job that changes nothing."""


def find_first_differences(
    run: Callable[[Sequence[MutantJob]], Iterable[Event]],
    shape: EngineShape,
    mutants: MutantSet,
    baselines: Sequence[SuiteBaseline],
    tests: Iterable[Test],
    cells: Iterable[Cell],
    seconds: Mapping[str, float],
) -> tuple[FirstDifference, ...]:
    """Record the test of each suite that says most about each change, and the same tests unmutated.

    Args:
        run: runs jobs, and yields what comes back.
        shape: what the engine's parts are called.
        mutants: the changes.
        baselines: the suites.
        tests: theirs.
        cells: of all mutants and breaks.
        seconds: test id → CPU seconds it may take.
    """
    if not shape.can_be_recorded:
        return ()
    chosen = _strongest_cells(mutants, baselines, known_lengths(tests), cells)
    every = dict.fromkeys(cell.test for row in chosen.values() for cell in row)
    mutant_jobs = [_job(INTACT, (), every, seconds)] if every else []
    mutant_jobs += [
        _job(change, mutants.edits(change), [cell.test for cell in row], seconds) for change, row in chosen.items()
    ]
    found = {(event.job, event.test): decoded(event) for event in run(mutant_jobs) if isinstance(event, FullRecording)}
    writes: list[FirstDifference] = []
    for change, row in chosen.items():
        for cell in row:
            intact, mutated = found.get((INTACT, cell.test)), found.get((change, cell.test))
            if intact is not None and mutated is not None:
                writes += _difference_of(cell, intact, mutated, shape, _sites(change, mutants))
    return tuple(writes)


def _strongest_cells(
    mutants: MutantSet, baselines: Sequence[SuiteBaseline], lines: Mapping[str, int], cells: Iterable[Cell]
) -> dict[str, tuple[Cell, ...]]:
    """The break or mutant → its cells, of each suite one at most.

    A test whose file runs the changed code at import is left out: a child that is forked later sees nothing of it. So
    is a test that hangs: it would only hang again, for as long as a test may take that is recorded.
    """
    breaking = {mutant.id for mutant in mutants.mutants if mutant.family == mutants.accumulating}
    breaking |= {each.id for each in mutants.breaks}
    rows: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.mutant, {})[cell.test] = cell
    maps = [(ReachMap(baseline), [test.id for test in baseline.tests]) for baseline in baselines]
    found = {}
    for change, row in rows.items():
        ended = {test: cell for test, cell in row.items() if cell.status is not Status.TIMEOUT}
        best = [
            (reach, strongest_cell((ended[test] for test in tests if test in ended), lines)) for reach, tests in maps
        ]
        found[change] = tuple(
            cell
            for reach, cell in best
            if cell is not None
            and (change in breaking or cell.reason is Reason.UNNOTICED)
            and reach.reach(cell.test, mutants.lines_by_id[change]) == Reach.RUNNING
        )
    return {change: row for change, row in found.items() if row}


def _job(id_: str, edits: tuple[Edit, ...], tests: Iterable[str], seconds: Mapping[str, float]) -> MutantJob:
    tests = tuple(tests)
    return MutantJob(
        id=id_,
        edits=edits,
        tests=tests,
        seconds=tuple(seconds[test] for test in tests),
        recording=RecordingMode.FULL,
    )


def _sites(change: str, mutants: MutantSet) -> frozenset[str]:
    """The sites that a mutant or break changes."""
    members = {member for each in mutants.breaks if each.id == change for member in each.members} or {change}
    return frozenset(mutant.place for mutant in mutants.mutants if mutant.id in members)


def _difference_of(
    cell: Cell, intact: RecordedTest, mutated: RecordedTest, shape: EngineShape, sites: Collection[str]
) -> Iterator[FirstDifference]:
    """The write to show, where there is one and it is of numbers."""
    shown = _first_difference(intact, mutated)
    # No differing pair doesn't prove the runs are equal, so the measured reason decides.
    if shown is None and cell.reason is Reason.UNCHANGED:
        shown = _at_site(intact, sites)
    if shown is None:
        return
    before, kept, changed = shown[0].before, shown[0].after, shown[1].after
    if (before is None or _is_finite(before)) and _is_finite(kept) and _is_finite(changed):
        yield FirstDifference(
            mutant=cell.mutant,
            test=cell.test,
            site=shown[0].place.site,
            node=NodeNames(intact, mutated).of_intact(shown[0].node),
            attribute=shape.gradient if shown[0].is_gradient else shape.value,
            before=before,
            intact=kept,
            mutated=changed,
        )


Pair = tuple[RecordedWrite, RecordedWrite]


def _first_difference(intact: RecordedTest, mutated: RecordedTest) -> Pair | None:
    """The first pair of writes that differs, where both write to the same attribute of the same node.

    None doesn't prove that the runs are equal: they may diverge or stop early.
    """
    # Writes without an effect stay in: a site that replaces 2 by 2 where the intact engine adds is the difference.
    left, right = intact.recording.writes, mutated.recording.writes
    index = first_difference(left, right)
    if index is None or index == min(len(left), len(right)):
        return None
    pair = left[index], right[index]
    return pair if (pair[0].node, pair[0].is_gradient) == (pair[1].node, pair[1].is_gradient) else None


def _at_site(intact: RecordedTest, sites: Collection[str]) -> Pair | None:
    """A write that the changed code makes, where all are the same; one that a reader of the test knows by name."""
    found = [write for write in intact.recording.writes if write.is_gradient and write.place.site in sites]
    named = (write for write in found if intact.nodes[write.node].variable)
    write = next(named, None) or next(iter(found), None)
    return None if write is None else (write, write)


def _is_finite(content: Content) -> TypeGuard[float]:
    return isinstance(content, float) and math.isfinite(content)

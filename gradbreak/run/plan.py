"""Planning which tests to run on which mutants, and which rows to take from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from gradbreak.config import MutantLimits
from gradbreak.mutation import MutantSet
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.journal import CellAnswer, JournalRow
from gradbreak.run.messages import MutantJob, RecordingMode
from gradbreak.run.reach import Reach, ReachMap
from gradbreak.run.row_keys import RowKeys

MOST_TRIES = 2
"""How many runs try to record a row's tests. A recording that was killed may succeed in the next run; one that always
runs out of time or memory must not keep its row from the cache for ever."""


class PlannedRow(Struct, frozen=True, kw_only=True):
    """One mutant on one suite, still to be run.

    Attributes:
        key: under which the journal keeps it.
        mutant: the id of a mutant or break.
        warm: the tests that run in a child forked after collection.
        cold: the tests whose file must be imported with the mutant in place.
        tries: how many runs have failed to record every test that passed.
    """

    key: str
    mutant: str
    warm: tuple[str, ...]
    cold: tuple[str, ...]
    tries: int = 0


class Plan(Struct, frozen=True, kw_only=True):
    """All rows of a run.

    Attributes:
        rows: those to run; in the order of mutants, then suites.
        known: mutant id → test id → answer, from the journal.
        kept: how many rows the journal had.
        keys: of all rows with at least one test that reaches the mutant.
    """

    rows: tuple[PlannedRow, ...]
    known: dict[str, dict[str, CellAnswer]]
    kept: int
    keys: tuple[str, ...]


def make_plan(
    ids: Iterable[str],
    mutants: MutantSet,
    baselines: Sequence[SuiteBaseline],
    journal: Mapping[str, JournalRow],
    keys: RowKeys,
) -> Plan:
    """Decide which rows to run.

    Args:
        ids: of the mutants and breaks to run.
        mutants: what they change.
        baselines: the suites, unmutated; a skipped test has no verdict on any mutant.
        journal: rows of earlier runs by key.
        keys: makes this run's keys.
    """
    rows, known, used, kept = [], dict[str, dict[str, CellAnswer]](), [], 0
    maps = [(baseline, ReachMap(baseline)) for baseline in baselines]
    for id_ in ids:
        stretches = mutants.lines_by_id[id_]
        for baseline, reach_map in maps:
            tests = baseline.counting
            reach = {test: reach_map.reach(test, stretches) for test in tests}
            warm = tuple(test for test in tests if reach[test] == Reach.RUNNING)
            cold = tuple(test for test in tests if reach[test] == Reach.COLLECTING)
            if not warm and not cold:
                continue
            key = keys.key(id_, mutants.edits(id_), baseline.suite.name)
            used.append(key)
            found = journal.get(key)
            tries = found.tries if found is not None else 0
            if found is not None and found.answers.keys() == {*warm, *cold} and tries in (0, MOST_TRIES):
                known.setdefault(id_, {}).update(found.answers)
                kept += 1
            else:
                rows.append(PlannedRow(key=key, mutant=id_, warm=warm, cold=cold, tries=tries))
    return Plan(rows=tuple(rows), known=known, kept=kept, keys=tuple(used))


def warm_jobs(rows: Iterable[PlannedRow], mutants: MutantSet, seconds: Mapping[str, float]) -> list[MutantJob]:
    """One job for each mutant, with the tests of all its rows."""
    tests: dict[str, list[str]] = {}
    for row in rows:
        tests.setdefault(row.mutant, []).extend(row.warm)
    return [
        MutantJob(
            id=id_,
            edits=mutants.edits(id_),
            tests=tuple(ids),
            seconds=tuple(seconds[test] for test in ids),
            recording=RecordingMode.COMPARE,
        )
        for id_, ids in tests.items()
        if ids
    ]


def cold_tests(rows: Iterable[PlannedRow]) -> dict[str, tuple[str, ...]]:
    """Mutant id → the tests that need a process of their own, started with the mutant in place."""
    tests: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.cold:
            tests[row.mutant] = (*tests.get(row.mutant, ()), *row.cold)
    return tests


def time_limit(seconds: float, limits: MutantLimits) -> float:
    """CPU seconds that a test may take on a mutant, by the seconds that it took unmutated."""
    return max(limits.test_seconds, limits.test_factor * seconds)


def cold_jobs(rows: Iterable[PlannedRow], mutants: MutantSet, seconds: Mapping[str, float]) -> list[MutantJob]:
    """One job for each mutant that some test needs before its file is imported, with these tests."""
    return [
        MutantJob(
            id=id_,
            edits=mutants.edits(id_),
            tests=ids,
            seconds=tuple(seconds[test] for test in ids),
            recording=RecordingMode.COMPARE,
        )
        for id_, ids in cold_tests(rows).items()
    ]


def time_limits(baselines: Iterable[SuiteBaseline], limits: MutantLimits) -> dict[str, float]:
    """Test id → CPU seconds it may take on a mutant."""
    return {test: time_limit(seconds, limits) for baseline in baselines for test, seconds in baseline.seconds.items()}

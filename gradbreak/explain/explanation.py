"""Measures why a mutant survived or was killed: the data of ``gradbreak explain``."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from msgspec import Struct

from gradbreak.analysis import known_lengths, strongest_cell
from gradbreak.config import Config
from gradbreak.errors import NoSuchTest
from gradbreak.explain.choice import find_test, suites_of_test
from gradbreak.explain.killing import KillingTest, killing_tests
from gradbreak.explain.ladder import Rung, rungs
from gradbreak.explain.recordings import record_both
from gradbreak.explain.tape import TapeComparison, side_by_side
from gradbreak.model import Break, Cell, Failure, Mutant, Order, Reason, SetAside, Status, Test
from gradbreak.mutation import MutantSet
from gradbreak.mutation.kept import mutants_of
from gradbreak.process.forked import ForkServer
from gradbreak.run.assemble import as_cells
from gradbreak.run.finished import finished_run
from gradbreak.run.lifecycle import RunLifecycle, available_cores
from gradbreak.run.options import Options, Progress, choose_suites
from gradbreak.run.plan import time_limit, time_limits
from gradbreak.run.worker_client import WORKER
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.explain import ExplainTexts
from gradbreak.texts.terms import term


class FollowedTest(Struct, frozen=True, kw_only=True):
    """One test on the mutant.

    Attributes:
        id: the test.
        chosen: the user named it; otherwise it is the one that says most.
        status: the test's verdict.
        reason: why the mutant survived; None if it was killed.
        failure: how the test failed; None if it passed.
        tape: its writes with the mutant and without; None where it does not reach the mutant, or where
            its process ended before it could say what it wrote.
        order: the order of the engine's sets that its writes are shown under; None where it is the same everywhere.
    """

    id: str
    chosen: bool
    status: Status
    reason: Reason | None
    failure: Failure | None
    tape: TapeComparison | None
    order: Order | None = None


class Explanation(Struct, frozen=True, kw_only=True):
    """A mutant, how far the tests get on it, and a test that would kill it.

    Attributes:
        id: of the mutant or break.
        title: its name for people.
        family: the title of its family; for a break its kind.
        meaning: what the family does to the engine; empty for a break.
        diff: what it changes.
        equivalent: the argument why no test can kill it, where there is one.
        ladder: for each suite that was run.
        test: the test that was chosen, or that says most; None where no test reaches the mutant.
        killing_test: a test that would kill it; None where it is equivalent, where none was found or none may be shown.
        withholds_test: the project's rubric allows no whole test as a hint, so none was looked for.
    """

    id: str
    title: str
    family: str
    meaning: str
    diff: str
    equivalent: str | None
    ladder: tuple[Rung, ...]
    test: FollowedTest | None
    killing_test: KillingTest | None
    withholds_test: bool = False


def explain(
    config: Config, progress: Progress, name: str, *, test: str = "", suite: str = "", language: str = "en"
) -> Explanation:
    """Explain the result of the tests on one mutant.

    They are run on it, except where the last run of everything has done so and nothing has changed since.

    Args:
        config: the project.
        progress: is told how far it is.
        name: any name of a mutant or break.
        test: the test to follow; empty for the one that says most.
        suite: the suite to look at; empty for all.
        language: of the names and of the outcome, one of ``gradbreak.texts.LANGUAGES``.

    Raises:
        NoSuchMutant: nothing is called ``name``.
        NoSuchTest: no test is called ``test``.
        NoSuchSuite: no suite is called ``suite``.
        GradbreakError: whatever stands in the way of a run; see ``gradbreak.errors``.
    """
    texts = load(ExplainTexts, language)
    suites = suites_of_test(config, test) if test else ((suite,) if suite else ())
    with contextlib.ExitStack() as opened:
        measured = _from_finished_run(config, opened, name, suites) or _from_run(config, opened, progress, name, suites)
        mutants, change = measured.mutants, measured.change
        known = [each.id for each in measured.tests]
        known += [each.test for each in measured.set_aside]
        wanted = find_test(known, test) if test else ""
        ladder = rungs(measured.suites, measured.tests, measured.cells)
        for aside in measured.set_aside:
            if wanted == aside.test:
                raise NoSuchTest(
                    f"{wanted} is set aside, so it says nothing about any mutant: {aside.why}, {aside.reason}",
                    "Choose another test",
                )
        if wanted in {each.id for each in measured.tests if each.skipped}:
            raise NoSuchTest(f"{wanted} is skipped, so it says nothing about any mutant", "Choose another test")
        lines = known_lengths(measured.tests)
        cell = _cell_of(wanted, measured.cells) if test else strongest_cell(measured.cells, lines)
        tape = None
        if cell is not None:
            progress.begin(texts.recording, 1)
            tape = _recorded(config, measured, cell)
            progress.advance()
    followed = (
        _followed(cell, tape, _order_of(config, cell), chosen=bool(test)) if cell is not None else _unreached(wanted)
    )
    argument = change.equivalent if isinstance(change, Mutant) else None
    killing = None
    if argument is None and config.gives_whole_tests:
        progress.begin(texts.searching, 1)
        killing = killing_tests(config, mutants, [change.id], language).get(change.id)
        progress.advance()
    family, meaning = _family(config, change, language)
    return Explanation(
        id=change.id,
        title=term(change.label, language),
        family=family,
        meaning=meaning,
        diff=change.diff,
        equivalent=argument,
        ladder=ladder,
        test=followed,
        killing_test=killing,
        withholds_test=argument is None and not config.gives_whole_tests,
    )


class _Measured(Struct, frozen=True, kw_only=True):
    """What is known of one mutant, and where more can be found out.

    Attributes:
        mutants: of the engine.
        change: the mutant or break.
        suites: the names of those that are looked at.
        tests: theirs.
        set_aside: the tests that count nowhere.
        cells: of the mutant, one for each test that reaches it.
        seconds: test id → CPU seconds that it may take.
        server: runs a test once more.
    """

    mutants: MutantSet
    change: Mutant | Break
    suites: tuple[str, ...]
    tests: tuple[Test, ...]
    set_aside: tuple[SetAside, ...]
    cells: tuple[Cell, ...]
    seconds: Mapping[str, float]
    server: ForkServer


def _from_finished_run(
    config: Config, opened: contextlib.ExitStack, name: str, suites: Sequence[str]
) -> _Measured | None:
    """What the last run has found out; None where it is of no use for these suites."""
    wanted = tuple(each.name for each in choose_suites(config, suites))
    results = finished_run(config, wanted)
    if results is None:
        return None
    server = opened.enter_context(ForkServer(config.root, WORKER, config.cache_root))
    mutants = mutants_of(results, config.accumulating_family)
    change = mutants.find(name)
    tests = tuple(each for each in results.tests if each.suite in wanted)
    ids = {each.id for each in tests}
    cells = (each for each in (*results.cells, *results.break_cells) if each.mutant == change.id and each.test in ids)
    return _Measured(
        mutants=mutants,
        change=change,
        suites=wanted,
        tests=tests,
        set_aside=tuple(each for each in results.set_aside if each.suite in wanted),
        cells=tuple(cells),
        seconds={test: time_limit(seconds, config.limits) for test, seconds in results.timing.tests.items()},
        server=server,
    )


def _from_run(
    config: Config, opened: contextlib.ExitStack, progress: Progress, name: str, suites: tuple[str, ...]
) -> _Measured:
    """What a run of this mutant alone finds out."""
    lifecycle = opened.enter_context(RunLifecycle.open(config, progress, Options(suites=suites)))
    change = lifecycle.mutants.find(name)
    _, found = lifecycle.run([change.id])
    tests = lifecycle.tests(found)
    return _Measured(
        mutants=lifecycle.mutants,
        change=change,
        suites=tuple(each.suite.name for each in lifecycle.baselines),
        tests=tests,
        set_aside=lifecycle.set_aside,
        cells=as_cells([change.id], tests, found.answers, found.intact),
        seconds=time_limits(lifecycle.baselines, config.limits),
        server=lifecycle.shared_worker.server,
    )


def _recorded(config: Config, measured: _Measured, cell: Cell) -> TapeComparison | None:
    """A test's writes with a mutant and without; None where its process ended before it could report them.

    Where the verdict depends on the order of the engine's sets, the order is the one under which the test fails.
    """
    recorded = record_both(
        measured.server,
        config,
        cell.test,
        measured.mutants.edits(measured.change.id),
        order=_order_of(config, cell),
        seconds=measured.seconds[cell.test],
        jobs=available_cores(),
    )
    if recorded.intact is None or recorded.mutated is None:
        return None
    return side_by_side(recorded.intact, recorded.mutated, config.engine.shape)


def _order_of(config: Config, cell: Cell) -> Order | None:
    """The order under which a test is followed; None where it is the same in every process."""
    return cell.killed_under or config.engine.orders[0]


def _cell_of(test: str, cells: Sequence[Cell]) -> Cell | None:
    return next((each for each in cells if each.test == test), None)


def _unreached(test: str) -> FollowedTest | None:
    """A test that the user named and that does not reach the mutant; None where none was named."""
    if not test:
        return None
    return FollowedTest(
        id=test, chosen=True, status=Status.NOT_REACHED, reason=Reason.UNREACHED, failure=None, tape=None
    )


def _followed(cell: Cell, tape: TapeComparison | None, order: Order | None, *, chosen: bool) -> FollowedTest:
    return FollowedTest(
        id=cell.test,
        chosen=chosen,
        status=cell.status,
        reason=cell.reason,
        failure=cell.failure,
        tape=tape,
        order=order if tape is not None else None,
    )


def _family(config: Config, change: Mutant | Break, language: str) -> tuple[str, str]:
    if isinstance(change, Break):
        return say(load(ExplainTexts, language).break_of_kind, kind=term(change.kind, language)), ""
    (family,) = [each for each in config.families if each.id == change.family]
    return term(family.title, language), term(family.meaning, language)

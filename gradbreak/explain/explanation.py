"""Measures why a mutant survived or was killed: the data of ``gradbreak explain``."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gradbreak.analysis import strongest_cell
from gradbreak.config import Config
from gradbreak.engine.edits import Edit
from gradbreak.errors import NoSuchTest
from gradbreak.explain.choice import find_test, suites_of_test
from gradbreak.explain.killing import KillingTest, killing_tests
from gradbreak.explain.ladder import Rung, rungs
from gradbreak.explain.recordings import record_both
from gradbreak.explain.tape import TapeComparison, side_by_side
from gradbreak.model import Break, Cell, Failure, Mutant, Reason, Status
from gradbreak.run.assemble import as_cells, as_tests
from gradbreak.run.lifecycle import Options, Progress, RunLifecycle
from gradbreak.run.plan import time_limits
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
    """

    id: str
    chosen: bool
    status: Status
    reason: Reason | None
    failure: Failure | None
    tape: TapeComparison | None


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
        killing_test: a test that would kill it; None where it is equivalent, or where none was found.
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


def explain(
    config: Config, progress: Progress, name: str, *, test: str = "", suite: str = "", language: str = "en"
) -> Explanation:
    """Run the tests on one mutant and explain the result.

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
    with RunLifecycle.open(config, progress, Options(suites=suites)) as lifecycle:
        mutants = lifecycle.mutants
        change = mutants.find(name)
        known = [each.id for one in lifecycle.baselines for each in one.tests]
        known += [each.test for each in lifecycle.set_aside]
        wanted = find_test(known, test) if test else ""
        _, found = lifecycle.run([change.id])
        tests = as_tests(lifecycle.baselines, found.intact)
        cells = as_cells([change.id], tests, found.answers, found.intact)
        ladder = rungs([one.suite.name for one in lifecycle.baselines], tests, cells)
        for aside in lifecycle.set_aside:
            if wanted == aside.test:
                raise NoSuchTest(
                    f"{wanted} is set aside, so it says nothing about any mutant: {aside.why}, {aside.reason}",
                    "Choose another test",
                )
        if wanted in {each.id for each in tests if each.skipped}:
            raise NoSuchTest(f"{wanted} is skipped, so it says nothing about any mutant", "Choose another test")
        cell = next(each for each in cells if each.test == wanted) if test else strongest_cell(cells)
        tape = None
        if cell is not None and cell.reason is not Reason.UNREACHED:
            progress.begin(texts.recording, 1)
            tape = _recorded(lifecycle, cell.test, mutants.edits(change.id))
            progress.advance()
    followed = None if cell is None else _followed(cell, tape, chosen=bool(test))
    argument = change.equivalent if isinstance(change, Mutant) else None
    killing = None
    if argument is None:
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
    )


def _recorded(lifecycle: RunLifecycle, test: str, edits: Sequence[Edit]) -> TapeComparison | None:
    """A test's writes with a mutant and without; None where its process ended before it could report them."""
    seconds = time_limits(lifecycle.baselines, lifecycle.config.limits)[test]
    recorded = record_both(
        lifecycle.shared_worker.server, lifecycle.config, test, edits, seconds=seconds, jobs=lifecycle.jobs
    )
    if recorded.intact is None or recorded.mutated is None:
        return None
    return side_by_side(recorded.intact, recorded.mutated, lifecycle.config.engine.shape)


def _followed(cell: Cell, tape: TapeComparison | None, *, chosen: bool) -> FollowedTest:
    return FollowedTest(
        id=cell.test, chosen=chosen, status=cell.status, reason=cell.reason, failure=cell.failure, tape=tape
    )


def _family(config: Config, change: Mutant | Break, language: str) -> tuple[str, str]:
    if isinstance(change, Break):
        return say(load(ExplainTexts, language).break_of_kind, kind=term(change.kind, language)), ""
    (family,) = [each for each in config.families if each.id == change.family]
    return term(family.title, language), term(family.meaning, language)

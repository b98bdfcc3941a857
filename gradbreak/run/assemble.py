"""Turning the workers' messages into the model's types."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from gradbreak.config import Config
from gradbreak.model import Cell, Engine, FailureKind, Family, FileCoverage, Reason, Status, Suite, Test
from gradbreak.run.journal import CellAnswer
from gradbreak.run.messages import Recorded
from gradbreak.testing.outcome import Outcome

if TYPE_CHECKING:  # its type alone: a baseline starts processes, and in a browser there are none
    from gradbreak.run.baseline import SuiteBaseline


def status_of(answer: CellAnswer | None) -> Status:
    """The verdict of a test on a mutant; without an answer the test was left out because it can't reach the mutant."""
    if answer is None:
        return Status.NOT_REACHED
    if answer.killed_under is not None:
        return Status.DEPENDS_ON_ORDER
    if answer.outcome == Outcome.FAILED:
        is_assertion = answer.failure is not None and answer.failure.kind == FailureKind.ASSERTION
        return Status.KILLED if is_assertion else Status.ERROR
    return {Outcome.TIMEOUT: Status.TIMEOUT, Outcome.CRASHED: Status.CRASHED}.get(answer.outcome, Status.SURVIVED)


def reason_of(answer: CellAnswer, intact: Recorded | None) -> Reason | None:
    """Why a mutant survived a test, from what the test wrote with and without it; None where that is not known.

    It is not known where one of the recordings is incomplete, because the test ran out of time or wrote too much.
    Where the verdict depends on an order, the mutant did not survive for a reason, but by luck.
    """
    if answer.killed_under is not None:
        return None
    if answer.digest is None or intact is None or intact.digest is None:
        return None
    return Reason.UNCHANGED if answer.digest == intact.digest else Reason.UNNOTICED


def as_cells(
    mutants: Iterable[str],
    tests: Sequence[Test],
    answers: Mapping[str, Mapping[str, CellAnswer]],
    intact: Mapping[str, Recorded],
) -> tuple[Cell, ...]:
    """The cells of the tests that reach a mutant, by mutant.

    Args:
        mutants: ids of mutants or breaks.
        tests: all tests.
        answers: mutant id → test id → answer; a test without one was left out.
        intact: test id → what it writes unmutated.
    """
    cells = []
    for mutant in mutants:
        row = answers.get(mutant, {})
        for test in tests:
            answer = row.get(test.id)
            if answer is not None:
                cells.append(
                    Cell(
                        mutant=mutant,
                        test=test.id,
                        status=status_of(answer),
                        failure=answer.failure,
                        reason=reason_of(answer, intact.get(test.id)),
                        killed_under=answer.killed_under,
                    )
                )
    return tuple(cells)


def as_tests(
    baselines: Iterable[SuiteBaseline], intact: Mapping[str, Recorded], lines: Mapping[str, int]
) -> tuple[Test, ...]:
    """The tests of all suites, by suite, with what was measured of each while it ran unmutated.

    Args:
        baselines: the suites.
        intact: test id → what was recorded.
        lines: test id → its length.
    """
    return tuple(
        Test(
            id=test.id,
            suite=baseline.suite.name,
            name=test.name,
            file=test.file,
            line=test.line,
            lines=lines.get(test.id),
            skipped=test.id in baseline.skipped,
            contributions=recorded.contributions if recorded else None,
            contributions_over_sweeps=recorded.contributions_over_sweeps if recorded else None,
            lands_on_nonzero=recorded.lands_on_nonzero if recorded else None,
            over_sweeps=recorded.over_sweeps if recorded else None,
        )
        for baseline in baselines
        for test in baseline.tests
        for recorded in [intact.get(test.id)]
    )


def as_suites(config: Config, baselines: Iterable[SuiteBaseline]) -> tuple[Suite, ...]:
    """The suites with their coverage, the main engine file first."""
    return tuple(
        Suite(
            name=baseline.suite.name,
            short=baseline.suite.short,
            path=baseline.suite.path,
            teaches=baseline.suite.teaches,
            coverage=tuple(
                FileCoverage(file=file, lines=lines, branches=branches)
                for file in config.engine.files
                for lines, branches in [baseline.measured.coverage[file]]
            ),
        )
        for baseline in baselines
    )


def as_families(config: Config) -> tuple[Family, ...]:
    """The families in the order in which a report shows them."""
    return tuple(
        Family(id=family.id, title=family.title, symbol=family.symbol, meaning=family.meaning)
        for family in sorted(config.families, key=lambda family: family.order)
    )


def as_engine(config: Config, sources: Mapping[str, str]) -> Engine:
    """The engine as it was mutated."""
    return Engine(
        files=dict(sources),
        sha256=hashlib.sha256("".join(sources.values()).encode()).hexdigest(),
        node_class=config.engine.node_class,
        gradient=config.engine.gradient,
        options=config.options,
        entry_point=config.engine.entry_point,
        unordered=config.engine.unordered,
        repeated_in=sum(order is not None and not order.is_forced for order in config.engine.orders),
    )

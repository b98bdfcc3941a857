"""Computes the grade of a submission from the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradbreak import __version__
from gradbreak.grading.engines import Engines
from gradbreak.grading.model import (
    ACCUMULATION,
    OTHER_LEVELS,
    BrokenEngine,
    FileProblem,
    Grade,
    GradedSubmission,
    GradeVerdict,
    IgnoredTest,
    IsolationKind,
    Level,
    Levels,
    NextTest,
    Submission,
    TestCatches,
    TestCount,
)
from gradbreak.grading.rounds import NO_TEST, Evidence
from gradbreak.grading.sentences import sentence


def judge(
    submission: Submission,
    evidence: Evidence,
    engines: Engines,
    next_tests: Sequence[NextTest],
    isolation: IsolationKind,
) -> GradedSubmission:
    """The grade of one submission.

    The same tests always get the same bytes: a grade holds no time, no date and no order of runs.

    Args:
        submission: the files handed in.
        evidence: what its tests catch.
        engines: the engines they were tried on.
        next_tests: the tests it should add, the most useful first.
        isolation: where its tests ran.
    """
    levels = levels_of(engines.broken, evidence.caught)
    valid = [test for test in evidence.tests if test not in evidence.set_aside]
    if evidence.obstacle:
        verdict = GradeVerdict.NOT_GRADABLE
    else:
        # A suite in which no test counts is graded, not refused: it misses the break.
        caught_it = levels.canonical.total > 0 and not levels.canonical.missed
        verdict = GradeVerdict.CATCHES if caught_it else GradeVerdict.MISSES
    order = [engine.id for engine in engines.broken]
    return GradedSubmission(
        grade=Grade(
            submission=submission.name,
            verdict=verdict,
            levels=levels,
            tests=TestCount(valid=len(valid), total=len(evidence.tests)),
            set_aside=tuple(_set_aside(submission, evidence)),
            next_tests=tuple(next_tests),
            isolation=isolation,
            engine_sha256=engines.sha256,
            gradbreak_version=__version__,
        ),
        rows=tuple(
            TestCatches(test=test, caught=tuple(sorted(evidence.caught_by_test.get(test, ()), key=order.index)))
            for test in valid
        ),
    )


def levels_of(broken: Iterable[BrokenEngine], caught: frozenset[str]) -> Levels:
    """How much of each level is caught.

    A site counts for the order-proof level only if it is caught under both orders: where the sweep visits the left
    operand first and where it visits the right one first. The tests may differ.
    """
    of_level: dict[str, list[tuple[str, bool]]] = {}
    caught_sites = set()
    for engine in broken:
        is_caught = engine.id in caught
        if engine.level == "sites" and is_caught:
            caught_sites.add(engine.name)
        if engine.level == "order_proof":
            is_caught = is_caught and engine.name in caught_sites
        of_level.setdefault(engine.level, []).append((engine.name, is_caught))

    def level(name: str) -> Level:
        engines = of_level.get(name, [])
        return Level(
            caught=sum(is_caught for _, is_caught in engines),
            total=len(engines),
            missed=tuple(name for name, is_caught in engines if not is_caught),
        )

    return Levels(**{name: level(name) for name in (*ACCUMULATION, *OTHER_LEVELS)})


def _set_aside(submission: Submission, evidence: Evidence) -> list[IgnoredTest]:
    """What does not count, file by file: first the problem of the file, then its tests in written order."""
    position = {test: number for number, test in enumerate(evidence.tests)}
    files: dict[str, FileProblem] = {}
    for problem in (*submission.left_out, *evidence.problems):
        files.setdefault(problem.file, problem)
    entries = [
        ((file, -1), IgnoredTest(test=file, reason=sentence(problem.message))) for file, problem in files.items()
    ]
    entries += [
        ((test.partition("::")[0], position[test]), IgnoredTest(test=test, reason=reason))
        for test, reason in evidence.set_aside.items()
    ]
    first = [
        IgnoredTest(test=submission.name, reason=sentence(said))
        for said in (evidence.obstacle, submission.remark)
        if said
    ]
    rest = [entry for _, entry in sorted(entries, key=lambda each: each[0])]
    if evidence.obstacle != NO_TEST:
        return first + rest
    # Where a file could not be read, that no test was found says less than why it could not.
    unread = {problem.file for problem in evidence.problems}
    return [each for each in rest if each.test in unread] + first + [each for each in rest if each.test not in unread]

"""A grade without what the feedback policy withholds.

Every format and every page is made from a ``RedactedGrade``, so none of them can say more than the policy allows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct, structs

from gradbreak.analysis.level_points import LevelScores, score_levels
from gradbreak.check.checking import EngineCheck
from gradbreak.grading.declarations import Rubric
from gradbreak.grading.model import (
    ACCUMULATION,
    BrokenEngine,
    Expectation,
    FeedbackPolicy,
    Grade,
    GradedSubmission,
    GradeVerdict,
    IgnoredTest,
    IsolationKind,
    Level,
    NextTest,
    Sight,
    TestCount,
)
from gradbreak.grading.output.untrusted import printable


class ShownLevel(Struct, frozen=True, kw_only=True):
    """One level of a grade; see ``Level``.

    Attributes:
        caught: how many of its broken engines are caught; of an engine's level, how much is right.
        total: how many it has.
        missed: the names of the others; None where the policy withholds names.
    """

    caught: int
    total: int
    missed: tuple[str, ...] | None


class ShownLevels(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All levels; see ``Levels``. A level that the rubric gives no points for is None, and no key in JSON."""

    canonical: ShownLevel
    ops: ShownLevel
    sites: ShownLevel
    order_proof: ShownLevel
    linear: ShownLevel | None = None
    sign: ShownLevel | None = None
    derivative: ShownLevel | None = None
    reset: ShownLevel | None = None

    def named(self) -> tuple[tuple[str, ShownLevel], ...]:
        """Each level with its name, from the easiest to the hardest."""
        levels = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return tuple((name, level) for name, level in levels if level is not None)


class ShownEngineLevels(Struct, frozen=True, kw_only=True):
    """All levels of an engine; see ``EngineLevels``.

    Attributes:
        values: the value of each operation.
        gradients: its gradients where each variable is used once.
        diamonds: its gradients where a variable is used again.
        orders: all gradients, in whichever of two orders sets are iterated.
        depth: a graph of 1,000 nodes, and one of 10,000.
        two_sweeps: after a second sweep without a reset all gradients add up, or all start anew.
        zero_grad: a method that sets gradients to 0.
    """

    values: ShownLevel
    gradients: ShownLevel
    diamonds: ShownLevel
    orders: ShownLevel
    depth: ShownLevel
    two_sweeps: ShownLevel
    zero_grad: ShownLevel

    def named(self) -> tuple[tuple[str, ShownLevel], ...]:
        """Each level with its name."""
        return tuple((name, getattr(self, name)) for name in self.__struct_fields__)


class ShownGrade(Struct, frozen=True, kw_only=True):
    """What ``--format json`` prints: the keys of ``Grade`` and its points; null where the policy withholds something.

    Attributes:
        score: points earned, rounded as the rubric says; never above ``max_score``.
        max_score: what the rubric gives at most.
    """

    submission: str
    verdict: GradeVerdict
    levels: ShownLevels | ShownEngineLevels | None
    score: float
    max_score: float
    tests: TestCount | None
    set_aside: tuple[IgnoredTest, ...] | None
    next_tests: tuple[NextTest, ...] | None
    isolation: IsolationKind
    engine_sha256: str
    gradbreak_version: str


class Points(Struct, frozen=True, kw_only=True):
    """The points of one level, or of the whole grade where levels are withheld.

    Attributes:
        level: its name, or "verdict".
        score: points earned, rounded to two decimals.
        max_score: points for all of it.
        is_full: everything is caught; where levels are withheld, the canonical break is.
    """

    level: str
    score: float
    max_score: float
    is_full: bool


class EngineCase(Struct, frozen=True, kw_only=True):
    """One broken engine and whether the submission catches it.

    Attributes:
        level: the level it belongs to.
        name: of the engine; a number where names are withheld.
        is_caught: whether a valid test catches it.
        diff: what is broken; empty where the policy withholds it.
        caught_by: the valid tests that catch it, as positions in ``RedactedGrade.tests``; empty where names are
            withheld.
    """

    level: str
    name: str
    is_caught: bool
    diff: str = ""
    caught_by: tuple[int, ...] = ()


class Changes(Struct, frozen=True, kw_only=True):
    """What is different from the author's last grade, by the names of single writes and of the whole break.

    Attributes:
        gained: what is caught now and was not.
        lost: what was caught and is not any more.
    """

    gained: tuple[str, ...]
    lost: tuple[str, ...]


class ShownHint(Struct, frozen=True, kw_only=True):
    """A hint as far as its reader asked for it; see ``gradbreak.hints``.

    Attributes:
        name: of what is missed.
        idea: one or two sentences, in which backticks mark code.
        source: a skeleton or a whole test; empty where only the idea was asked for.
    """

    name: str
    idea: str
    source: str


class ShownTest(Struct, frozen=True, kw_only=True):
    """One of the author's own tests, for the author.

    Attributes:
        test: its node id.
        line: where it begins, counted from 1; 0 where it was not found in its file.
        source: its definition; empty likewise.
        caught: how many engines it catches that forget to add; None where it is set aside.
        caught_others: how many it catches of the other levels.
        reason: why it is set aside; empty where it is not.
        sight: what its first sweep wrote; None where that is not known.
        expectation: what it expected wrongly; None where that is not certain.
    """

    __test__ = False

    test: str
    line: int
    source: str
    caught: int | None
    reason: str
    sight: Sight | None
    expectation: Expectation | None
    caught_others: int = 0


class ShownEngine(Struct, frozen=True, kw_only=True):
    """What is shown of an engine besides its grade.

    Attributes:
        problem: why it could not be graded; empty where it could.
        check: what was found out about its numbers; None where the policy withholds it, or where there is nothing.
    """

    problem: str
    check: EngineCheck | None


class RedactedGrade(Struct, frozen=True, kw_only=True):
    """A grade as its author may see it.

    Attributes:
        grade: what is printed as JSON.
        points: of each level that has something to catch, from the easiest to the hardest.
        cases: every broken engine, in the order in which submissions are graded on them.
        tests: the names of the valid tests; empty where names are withheld.
        policy: what decided how much is shown.
        own: the author's tests, explained; empty where names are withheld.
        changes: since the author's last grade; None where names are withheld, or where there was none.
        hints: what its author asked for.
        next_step: the step of hints that its author can ask for next; None where there is none.
        engine: of a graded engine, what was found out about it; None for a suite.
    """

    grade: ShownGrade
    points: tuple[Points, ...]
    cases: tuple[EngineCase, ...]
    tests: tuple[str, ...]
    policy: FeedbackPolicy
    own: tuple[ShownTest, ...] = ()
    changes: Changes | None = None
    hints: tuple[ShownHint, ...] = ()
    next_step: int | None = None
    engine: ShownEngine | None = None


def redact(
    graded: GradedSubmission, engines: Collection[BrokenEngine], rubric: Rubric, policy: FeedbackPolicy
) -> RedactedGrade:
    """Remove what the policy withholds, and make text harmless that a student's code chose.

    The reason why a submission could not be graded is shown under every policy. It says nothing about the broken
    engines, and without it the author could not fix the submission.

    Args:
        graded: the grade and its rows.
        engines: the broken engines it was graded on.
        rubric: what each level is worth, and how points are rounded.
        policy: how much to show.
    """
    grade = graded.grade
    names = shows(policy, FeedbackPolicy.NAMES)
    everything = shows(policy, FeedbackPolicy.EVERYTHING)
    counts = shows(policy, FeedbackPolicy.COUNTS)
    scores = score_levels(grade.levels.named(), rubric.points.worth, rubric.round_to)
    aside = tuple(IgnoredTest(test=printable(each.test), reason=printable(each.reason)) for each in grade.set_aside)
    return RedactedGrade(
        grade=ShownGrade(
            submission=printable(grade.submission),
            verdict=grade.verdict,
            levels=_levels(grade, names) if counts else None,
            score=scores.score,
            max_score=scores.max_score,
            tests=grade.tests if counts else None,
            set_aside=aside if names or grade.verdict is GradeVerdict.NOT_GRADABLE else None,
            next_tests=grade.next_tests if everything else None,
            isolation=grade.isolation,
            engine_sha256=grade.engine_sha256,
            gradbreak_version=grade.gradbreak_version,
        ),
        points=_points(grade, scores) if counts else (_whole(grade, scores),),
        cases=tuple(_cases(graded, engines, policy)),
        tests=tuple(printable(row.test) for row in graded.rows) if names else (),
        policy=policy,
        own=tuple(_own(graded, engines)) if names else (),
    )


def with_changes(redacted: RedactedGrade, graded: GradedSubmission, previous: GradedSubmission | None) -> RedactedGrade:
    """A grade with what has changed since its author's last one, if the policy shows names.

    Args:
        redacted: the grade as its author may see it.
        graded: the same, whole.
        previous: the last one before it.
    """
    if previous is None or not shows(redacted.policy, FeedbackPolicy.NAMES):
        return redacted
    verdicts = {each.grade.verdict for each in (graded, previous)}
    if GradeVerdict.NOT_GRADABLE in verdicts:
        return redacted
    now, before = (
        (*each.grade.levels.canonical.missed, *each.grade.levels.sites.missed) for each in (graded, previous)
    )
    return structs.replace(
        redacted,
        changes=Changes(
            gained=tuple(name for name in before if name not in now),
            lost=tuple(name for name in now if name not in before),
        ),
    )


def _own(graded: GradedSubmission, engines: Collection[BrokenEngine]) -> Iterator[ShownTest]:
    accumulation = {engine.id for engine in engines if engine.level in ACCUMULATION}
    caught = {row.test: len(accumulation.intersection(row.caught)) for row in graded.rows}
    others = {row.test: len(row.caught) - caught[row.test] for row in graded.rows}
    reasons = {each.test: each.reason for each in graded.grade.set_aside}
    for each in graded.own:
        yield ShownTest(
            test=printable(each.test),
            line=each.line,
            source="\n".join(printable(line) for line in each.source.splitlines()),
            caught=caught.get(each.test),
            caught_others=others.get(each.test, 0),
            reason=printable(reasons.get(each.test, "")),
            sight=each.sight,
            expectation=each.expectation,
        )


def shows(policy: FeedbackPolicy, least: FeedbackPolicy) -> bool:
    """Whether a policy shows what another one shows."""
    order = list(FeedbackPolicy)
    return order.index(policy) >= order.index(least)


def _levels(grade: Grade, names: bool) -> ShownLevels:
    def shown(level: Level) -> ShownLevel:
        return ShownLevel(caught=level.caught, total=level.total, missed=level.missed if names else None)

    return ShownLevels(**{name: shown(level) for name, level in grade.levels.named()})


def _whole(grade: Grade, scores: LevelScores) -> Points:
    is_full = grade.verdict.is_success
    return Points(level="verdict", score=scores.score, max_score=scores.max_score, is_full=is_full)


def _points(grade: Grade, scores: LevelScores) -> tuple[Points, ...]:
    return tuple(
        Points(
            level=each.level,
            score=each.score,
            max_score=each.max_score,
            is_full=each.is_full and grade.verdict is not GradeVerdict.NOT_GRADABLE,
        )
        for each in scores.levels
    )


def _cases(graded: GradedSubmission, engines: Collection[BrokenEngine], policy: FeedbackPolicy) -> Iterator[EngineCase]:
    for name, level in graded.grade.levels.named():
        of_level = [engine for engine in engines if engine.level == name]
        if policy is FeedbackPolicy.VERDICT:
            if name == "canonical":  # the verdict says this anyway
                yield from numbered(name, level)
        elif policy is FeedbackPolicy.COUNTS:
            yield from numbered(name, level)
        else:
            everything = policy is FeedbackPolicy.EVERYTHING
            for engine in of_level:
                caught_by = tuple(index for index, row in enumerate(graded.rows) if engine.id in row.caught)
                yield EngineCase(
                    level=name,
                    name=engine.name,
                    is_caught=engine.name not in level.missed,
                    diff=engine.diff if everything else "",
                    caught_by=caught_by,
                )


def numbered(name: str, level: Level) -> Iterator[EngineCase]:
    """One row for each engine of a level, the caught ones first, so that a row's position reveals no name."""
    for number in range(1, level.total + 1):
        yield EngineCase(level=name, name=str(number), is_caught=number <= level.caught)

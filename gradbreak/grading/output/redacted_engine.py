"""The grade of an engine without what the feedback policy withholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from gradbreak.analysis.level_points import score_levels
from gradbreak.grading.declarations import EngineRubric
from gradbreak.grading.model import FeedbackPolicy, GradeVerdict, IgnoredTest, TestCount
from gradbreak.grading.model.engine_grade import EngineGrade
from gradbreak.grading.output.redacted_grade import (
    EngineCase,
    Points,
    RedactedGrade,
    ShownEngine,
    ShownEngineLevels,
    ShownGrade,
    ShownLevel,
    numbered,
    shows,
)
from gradbreak.grading.output.untrusted import printable
from gradbreak.grading.sentences import sentence


def redact_engine(
    graded: EngineGrade, items: Mapping[str, Sequence[str]], rubric: EngineRubric, policy: FeedbackPolicy
) -> RedactedGrade:
    """Remove what the policy withholds, and make text harmless that a student's code chose.

    Args:
        graded: the grade.
        items: of each level, by its name.
        rubric: what each level is worth, and how points are rounded.
        policy: how much to show; ``names`` and more show all that was found out.
    """
    names, counts = shows(policy, FeedbackPolicy.NAMES), shows(policy, FeedbackPolicy.COUNTS)
    scores = score_levels(graded.levels.named(), structs.asdict(rubric.engine_points), rubric.round_to)
    is_gradable = graded.verdict is not GradeVerdict.NOT_GRADABLE
    levels = ShownEngineLevels(
        **{
            name: ShownLevel(caught=level.caught, total=level.total, missed=level.missed if names else None)
            for name, level in graded.levels.named()
        }
    )
    aside = [IgnoredTest(test=printable(graded.submission), reason=printable(sentence(graded.problem)))]
    aside = aside if graded.problem else []
    if names:
        aside += [IgnoredTest(test=printable(e.file), reason=printable(sentence(e.message))) for e in graded.left_out]
    points = tuple(
        Points(level=e.level, score=e.score, max_score=e.max_score, is_full=e.is_full and is_gradable)
        for e in scores.levels
        if e.max_score
    )
    whole = Points(
        level="verdict", score=scores.score, max_score=scores.max_score, is_full=graded.verdict is GradeVerdict.RIGHT
    )
    return RedactedGrade(
        grade=ShownGrade(
            submission=printable(graded.submission),
            verdict=graded.verdict,
            levels=levels if counts else None,
            score=scores.score,
            max_score=scores.max_score,
            tests=_expressions(graded) if counts else None,
            set_aside=tuple(aside) if names or not is_gradable else None,
            next_tests=None,
            isolation=graded.isolation,
            engine_sha256=graded.sha256,
            gradbreak_version=graded.gradbreak_version,
        ),
        points=points if counts else (whole,),
        cases=tuple(_cases(graded, items, names=names)) if counts else (),
        tests=(),
        policy=policy,
        engine=ShownEngine(problem=printable(graded.problem), check=graded.check if names else None),
    )


def _expressions(graded: EngineGrade) -> TestCount:
    """How many expressions the engine gets right, and of how many."""
    check = graded.check
    if check is None:
        return TestCount(valid=0, total=0)
    return TestCount(valid=check.expressions - check.wrong, total=check.expressions)


def _cases(graded: EngineGrade, items: Mapping[str, Sequence[str]], *, names: bool) -> Iterator[EngineCase]:
    for name, level in graded.levels.named():
        if not names:
            yield from numbered(name, level)
            continue
        for item in items[name]:
            yield EngineCase(level=name, name=item, is_caught=item not in level.missed)

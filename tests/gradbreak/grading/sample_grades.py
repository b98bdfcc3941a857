"""Grades as fixtures: a small engine's breaks, and submissions that catch all, some or none of them."""

from __future__ import annotations

from msgspec import structs

from gradbreak.grading.declarations import LevelPoints, Rubric
from gradbreak.grading.model import (
    BrokenEngine,
    Expectation,
    FeedbackPolicy,
    Grade,
    GradedSubmission,
    GradeVerdict,
    IgnoredTest,
    IsolationKind,
    Level,
    Levels,
    NextTest,
    OwnTest,
    Sight,
    TestCatches,
    TestCount,
)
from gradbreak.grading.output.redacted_grade import RedactedGrade, redact

RUBRIC = Rubric(
    points=LevelPoints(canonical=40, ops=30, sites=20, order_proof=10), reference="reference", must_miss="must_miss"
)
SITES = ("add.self", "add.other", "mul.self", "mul.other", "tanh.self")
OPS = ("add", "mul", "tanh")
DIFF = "--- engine.py\n+++ engine.py\n@@ -3,3 +3,3 @@\n def _backward():\n-    a.g += out.g\n+    a.g = out.g\n"


def _engine(id_: str, name: str, level: str) -> BrokenEngine:
    return BrokenEngine(id=id_, name=name, level=level, diff=DIFF)  # type: ignore[arg-type]


ENGINES = (
    _engine("canonical", "canonical", "canonical"),
    *(_engine(f"op:{op}", op, "ops") for op in OPS),
    *(_engine(site, site, "sites") for site in SITES),
    *(_engine(f"{site}:reversed", site, "order_proof") for site in SITES),
)

NEXT = NextTest(
    title="tanh adds to a gradient that is there already",
    catches=("tanh", "tanh.self"),
    source='def test_tanh_twice():\n    """Uses a twice."""\n    assert 1 == 1\n',
)


def graded(
    name: str = "anna",
    missed: tuple[str, ...] = ("tanh", "tanh.self"),
    *,
    tests: tuple[str, ...] = ("test_a.py::test_diamond", "test_a.py::test_values"),
    set_aside: tuple[IgnoredTest, ...] = (IgnoredTest(test="test_a.py::test_repr", reason="it depends on a label"),),
    gradable: bool = True,
    empty: tuple[str, ...] = (),
    own: tuple[OwnTest, ...] = (),
) -> GradedSubmission:
    """A submission whose first test catches everything but what is missed, and whose other tests catch nothing.

    ``empty`` are levels that have no broken engine, as the last one without controls.
    """

    def level(kind: str) -> Level:
        names = [engine.name for engine in ENGINES if engine.level == kind and kind not in empty]
        lost = tuple(each for each in names if each in missed or not gradable)
        return Level(caught=len(names) - len(lost), total=len(names), missed=lost)

    levels = Levels(**{kind: level(kind) for kind in ("canonical", "ops", "sites", "order_proof")})
    caught = tuple(engine.id for engine in ENGINES if engine.name not in missed)
    verdict = (
        GradeVerdict.NOT_GRADABLE
        if not gradable
        else GradeVerdict.MISSES
        if levels.canonical.missed
        else GradeVerdict.CATCHES
    )
    return GradedSubmission(
        grade=Grade(
            submission=name,
            verdict=verdict,
            levels=levels,
            tests=TestCount(valid=len(tests) if gradable else 0, total=len(tests) + len(set_aside)),
            set_aside=set_aside,
            next_tests=(NEXT,) if "tanh" in missed and gradable else (),
            isolation=IsolationKind.BUBBLEWRAP,
            engine_sha256="ab" * 32,
            gradbreak_version="0.1.0",
        ),
        rows=tuple(TestCatches(test=test, caught=caught if not index else ()) for index, test in enumerate(tests))
        if gradable
        else (),
        own=own if gradable else (),
    )


ALL = tuple(engine.name for engine in ENGINES)
STRONG = graded("bo", ())
MIDDLING = graded()
WEAK = graded("cem", ALL)
_SOURCE = "def test_it():\n    assert True\n"
EXPLAINED = graded(
    "fay",
    tests=("t.py::test_twice", "t.py::test_once", "t.py::test_values", "t.py::test_unlooked"),
    set_aside=(IgnoredTest(test="t.py::test_wrong", reason="It fails on the correct engine (AssertionError)."),),
    own=(
        OwnTest(
            test="t.py::test_twice",
            line=1,
            source=_SOURCE,
            sight=Sight(writes=2, name="a", site="mul.other", before=3.0, after=6.0),
        ),
        OwnTest(
            test="t.py::test_once",
            line=4,
            source=_SOURCE,
            sight=Sight(writes=2, name="b", site="mul.other", before=0.0, after=2.5),
        ),
        OwnTest(test="t.py::test_values", line=7, source=_SOURCE, sight=Sight(writes=0)),
        OwnTest(
            test="t.py::test_unlooked",
            line=10,
            source=_SOURCE,
            sight=Sight(writes=2, name="", site="mul.other", before=3.0, after=6.0),
        ),
        OwnTest(
            test="t.py::test_wrong",
            line=13,
            source=_SOURCE,
            expectation=Expectation(expression="a.g", expected="9", actual="6.0"),
        ),
    ),
)
"""A submission whose tests are explained, each in another way."""

UNCONTROLLED = graded("eve", empty=("order_proof",))
BROKEN = graded(
    "dana",
    tests=(),
    set_aside=(IgnoredTest(test="test_d.py", reason="SyntaxError: invalid syntax (line 3)"),),
    gradable=False,
)


def redacted(
    submission: GradedSubmission = MIDDLING, policy: FeedbackPolicy = FeedbackPolicy.EVERYTHING
) -> RedactedGrade:
    """What a policy lets its author see."""
    return redact(submission, ENGINES, RUBRIC, policy)


OTHER_FAMILIES = Rubric(
    points=structs.replace(RUBRIC.points, linear=5.0, sign=15.0), reference="reference", must_miss="must_miss"
)
LINEAR_ONLY = structs.replace(
    WEAK,
    grade=structs.replace(
        WEAK.grade,
        levels=structs.replace(
            WEAK.grade.levels,
            linear=Level(caught=1, total=1, missed=()),
            sign=Level(caught=2, total=3, missed=("exp.self += → -=",)),
        ),
    ),
)
"""A suite that is right and uses each variable once, by a rubric that gives points for that."""


def redacted_linear_only(policy: FeedbackPolicy = FeedbackPolicy.EVERYTHING) -> RedactedGrade:
    """What a policy lets its author see."""
    return redact(LINEAR_ONLY, ENGINES, OTHER_FAMILIES, policy)

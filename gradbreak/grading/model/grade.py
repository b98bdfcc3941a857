"""A grade: what one submission's tests catch, and what its author and teacher are told."""

from __future__ import annotations

import enum
from typing import Literal, TypeAlias

from msgspec import Struct


class GradeVerdict(enum.StrEnum):
    """The first line of every grade: of a suite, that it catches the break or not; of an engine, that it is right."""

    CATCHES = "catches"
    MISSES = "misses"
    RIGHT = "right"
    WRONG = "wrong"
    NOT_GRADABLE = "not_gradable"

    @property
    def is_success(self) -> bool:
        """Whether it is what a student hopes for."""
        return self in (GradeVerdict.CATCHES, GradeVerdict.RIGHT)


class IsolationKind(enum.StrEnum):
    """Where a student's code ran."""

    BUBBLEWRAP = "bubblewrap"
    SUBPROCESS = "subprocess"


class Level(Struct, frozen=True, kw_only=True):
    """One level of a grade.

    Attributes:
        caught: how many of its broken engines at least one valid test catches.
        total: how many it has.
        missed: the names of the others, in the order of the engine.
    """

    caught: int
    total: int
    missed: tuple[str, ...]


LevelName: TypeAlias = Literal["canonical", "ops", "sites", "order_proof", "linear", "sign", "derivative", "reset"]

ACCUMULATION: tuple[LevelName, ...] = ("canonical", "ops", "sites", "order_proof")
"""The levels of engines that replace where they should add: what every grade is about."""

OTHER_LEVELS: tuple[LevelName, ...] = ("linear", "sign", "derivative", "reset")
"""The levels that are there where a rubric gives points for them."""

NOTHING = Level(caught=0, total=0, missed=())
"""A level that nobody is graded on."""


class Levels(Struct, frozen=True, kw_only=True):
    """All levels, from the easiest to the hardest.

    Attributes:
        canonical: every accumulating write broken at once.
        ops: all sites of one operation, for each operation.
        sites: one site alone, for each site.
        order_proof: one site alone, caught whichever operand the sweep visits first.
        linear: every contribution with the wrong sign at once, which a test of any gradient notices.
        sign: one contribution with the wrong sign, for each.
        derivative: one local derivative wrong, for each change of one.
        reset: one change of what sets gradients back to zero, for each.
    """

    canonical: Level
    ops: Level
    sites: Level
    order_proof: Level
    linear: Level = NOTHING
    sign: Level = NOTHING
    derivative: Level = NOTHING
    reset: Level = NOTHING

    def named(self) -> tuple[tuple[LevelName, Level], ...]:
        """Each level with its name, from the easiest to the hardest; of the others those with something to catch."""
        levels: list[tuple[LevelName, Level]] = [(name, getattr(self, name)) for name in ACCUMULATION]
        others: list[tuple[LevelName, Level]] = [(name, getattr(self, name)) for name in OTHER_LEVELS]
        return (*levels, *(each for each in others if each[1].total))


class TestCount(Struct, frozen=True, kw_only=True):
    """How many tests count.

    Attributes:
        valid: the tests that pass in every run on a correct engine.
        total: all tests that were found.
    """

    __test__ = False  # its name looks to pytest like a test's

    valid: int
    total: int


class IgnoredTest(Struct, frozen=True, kw_only=True):
    """A test that does not count.

    Attributes:
        test: its node id, or the name of a file from which no test could be read.
        reason: one sentence, for the student.
    """

    test: str
    reason: str


class NextTest(Struct, frozen=True, kw_only=True):
    """A test that the submission lacks.

    Attributes:
        title: what it proves.
        catches: the names of broken engines that it would catch and that no valid test catches.
        source: the test itself.
    """

    title: str
    catches: tuple[str, ...]
    source: str


class Grade(Struct, frozen=True, kw_only=True):
    """What was found out about one submission.

    It holds no points: they follow from the levels and the rubric (``output.redacted_grade``), so a teacher who changes
    the rubric need not run the tests again.

    Attributes:
        submission: its name: that of the file, folder or archive.
        verdict: whether it catches the canonical break.
        levels: what it catches.
        tests: how many count.
        set_aside: those that do not, and why.
        next_tests: at most three, the most useful first.
        isolation: where the tests ran.
        engine_sha256: of the engine's files, in the order of the configuration, as hexadecimal digits.
        gradbreak_version: of the grader.
    """

    submission: str
    verdict: GradeVerdict
    levels: Levels
    tests: TestCount
    set_aside: tuple[IgnoredTest, ...]
    next_tests: tuple[NextTest, ...]
    isolation: IsolationKind
    engine_sha256: str
    gradbreak_version: str


class BrokenEngine(Struct, frozen=True, kw_only=True):
    """A broken engine that submissions are graded on.

    Attributes:
        id: of the break or mutant; with the suffix ``:reversed`` where operands are visited right first.
        name: for people, ``mul.self``; what levels list as missed.
        level: the level it belongs to.
        diff: what is broken, as a unified diff.
    """

    id: str
    name: str
    level: LevelName
    diff: str


class TestCatches(Struct, frozen=True, kw_only=True):
    """One valid test of a submission.

    Attributes:
        test: its node id.
        caught: the ids of the broken engines that it catches.
    """

    __test__ = False

    test: str
    caught: tuple[str, ...]


class Sight(Struct, frozen=True, kw_only=True):
    """What the first sweep of a test wrote, on a correct engine.

    Attributes:
        writes: how many accumulating writes there were; 0 where the test never sweeps.
        name: the test's variable of one write; empty where it has none. The write is one that had something to add to,
            if there is any.
        site: the name of the write, ``mul.self``.
        before: the gradient before the write.
        after: and after it.
    """

    writes: int
    name: str = ""
    site: str = ""
    before: float = 0.0
    after: float = 0.0


class Expectation(Struct, frozen=True, kw_only=True):
    """What a test expected of a correct engine, and what that gave; all as Python writes it."""

    expression: str
    expected: str
    actual: str


class OwnTest(Struct, frozen=True, kw_only=True):
    """One test of a submission, for its author.

    Attributes:
        test: its node id.
        line: where it begins, counted from 1; 0 where it was not found in its file.
        source: its definition; empty likewise.
        sight: what its first sweep wrote; None where the test does not count, or where it could not be observed.
        expectation: what it expected wrongly; None where it is not set aside for that, or where that is not certain.
    """

    test: str
    line: int
    source: str
    sight: Sight | None = None
    expectation: Expectation | None = None


class SourceFingerprint(Struct, frozen=True, kw_only=True):
    """Digests of one Python file, as hexadecimal digits.

    Attributes:
        exact: of its bytes.
        code: of its code without layout, comments and the names of its own variables and functions.
        tests: the same of each test in it, in written order.
    """

    exact: str
    code: str
    tests: tuple[str, ...]


class GradedSubmission(Struct, frozen=True, kw_only=True):
    """A grade with what each valid test catches, for pages.

    Attributes:
        grade: the grade.
        rows: the valid tests.
        own: all tests that were found, up to a limit, explained for their author.
        sources: the fingerprints of its Python files, for finding copies.
    """

    grade: Grade
    rows: tuple[TestCatches, ...]
    own: tuple[OwnTest, ...] = ()
    sources: tuple[SourceFingerprint, ...] = ()

    @property
    def submission(self) -> str:
        """The name of the submission."""
        return self.grade.submission


class FeedbackPolicy(enum.StrEnum):
    """How much a submission's author is shown. Each policy includes the ones before it."""

    VERDICT = "verdict"  # the first line and the score
    COUNTS = "counts"  # how many of each level, and how many tests count
    NAMES = "names"  # what is missed, and which tests are set aside and why
    EVERYTHING = "everything"  # the next tests with their source, and diffs

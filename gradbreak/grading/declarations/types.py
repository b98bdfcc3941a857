"""What ``rubric.toml`` and ``controls.toml`` may say; any other key is refused."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, structs

from gradbreak.config.types import WHOLE_TEST, HintSteps, Name, Positive
from gradbreak.grading.isolation.limits import IsolationLimits
from gradbreak.grading.model import OTHER_LEVELS, FeedbackPolicy, LevelName
from gradbreak.texts import LANGUAGES

PackageName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$")]
Points = Annotated[float, Meta(ge=0)]
Step = Annotated[float, Meta(ge=0.01)]
Language = Annotated[str, Meta(pattern=f"^({'|'.join(LANGUAGES)})$")]


class LevelPoints(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[points]``: what each level is worth when all of it is caught; a part earns that part of it.

    Attributes:
        canonical: for the break of every accumulating write at once.
        ops: for the break of each operation.
        sites: for each single site.
        order_proof: for each single site whichever operand is visited first.
        linear: for a suite that notices when every contribution has the wrong sign, as any right test of a gradient
            does: what a suite gets that is right and uses each variable once.
            This one and those below may be left out; no test is run for them then.
        sign: for each contribution with the wrong sign.
        derivative: for each wrong local derivative.
        reset: for each change of what sets gradients back to zero.
    """

    canonical: Points
    ops: Points
    sites: Points
    order_proof: Points
    linear: Points | None = None
    sign: Points | None = None
    derivative: Points | None = None
    reset: Points | None = None

    @property
    def other_levels(self) -> tuple[LevelName, ...]:
        """The levels beside accumulation that tests are run for: those that are named, even if they give 0 points."""
        return tuple(name for name in OTHER_LEVELS if getattr(self, name) is not None)

    @property
    def worth(self) -> dict[str, float]:
        """Level → points for all of it, without the levels that are not named."""
        return {name: points for name, points in structs.asdict(self).items() if points is not None}


DEFAULT_POINTS = LevelPoints(canonical=40, ops=30, sites=20, order_proof=10)
"""Where nobody has written a rubric."""


class EnginePoints(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[engine_points]``: what each part of an engine is worth when all of it is right; a part earns its share.

    Attributes:
        values: the value of each operation.
        gradients: its gradients where each variable is used once.
        diamonds: its gradients where a variable is used again.
        orders: gradients that are right in whichever order sets are iterated.
        depth: graphs of 1,000 and of 10,000 nodes.
        two_sweeps: all gradients add up over two sweeps, or all start anew.
        zero_grad: a method that sets gradients to 0.
    """

    values: Points = 20
    gradients: Points = 20
    diamonds: Points = 40
    orders: Points = 5
    depth: Points = 5
    two_sweeps: Points = 5
    zero_grad: Points = 5


class EngineRubric(Struct, frozen=True, kw_only=True):
    """What a grade of an engine is made of; the keys of ``rubric.toml`` that are about suites alone are passed over.

    Attributes:
        engine_points: what each part is worth.
        engine_operations: what an engine must have; all others that it has are judged together.
        feedback: how much the author of an engine is shown.
        round_to: the smallest step of a score, in points.
        language: of pages and of feedback; None for the terminal's.
        packages: the names of installed packages that an engine may import.
    """

    engine_points: EnginePoints = EnginePoints()
    engine_operations: tuple[str, ...] = ("add", "mul")
    feedback: FeedbackPolicy = FeedbackPolicy.NAMES
    round_to: Step = 0.01
    language: Language | None = None
    packages: tuple[PackageName, ...] = ()


class Rubric(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``rubric.toml``: what a grade is made of.

    Attributes:
        points: what each level is worth.
        feedback: how much the author of a submission is shown.
        hints: the last step of hints that a student may ask for, 1 to 3; 0 for no hints.
        round_to: the smallest step of a score, in points; a score halfway between two steps is rounded up.
        language: of pages, of feedback and of an assignment's documents, whatever the terminal's language; None for the
            terminal's, and for English documents.
        reference: a suite that must get full marks before anybody is graded, relative to the root; the tests
            that a submission is told to write next are taken from it. None where the grader does not check itself, as
            in what students practise with.
        must_miss: a suite that must miss the canonical break, relative to the root; given if ``reference`` is.
        submission_seconds: wall time that all runs of one submission may take together; one that takes
            longer cannot be graded.
        packages: the names of installed packages that tests may import besides pytest and Hypothesis.
        limits: what a run of its tests may use.
        engine_points: for ``gradbreak check --each``: what each part of an engine is worth.
        engine_operations: for the same: what an engine must have.
    """

    points: LevelPoints
    feedback: FeedbackPolicy = FeedbackPolicy.NAMES
    hints: HintSteps = WHOLE_TEST
    round_to: Step = 0.01
    language: Language | None = None
    reference: str | None = None
    must_miss: str | None = None
    submission_seconds: Positive = 300.0
    packages: tuple[PackageName, ...] = ()
    limits: IsolationLimits = IsolationLimits()
    engine_points: EnginePoints = EnginePoints()
    engine_operations: tuple[str, ...] = ("add", "mul")


class ControlEdit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    r"""One change that a control makes in the engine; all of a control's changes look at the engine as it is.

    Attributes:
        find: the text to replace; exactly one of this and ``pattern`` is given.
        pattern: a regular expression instead, in which ``^`` and ``$`` match at every line.
        replace: the text instead; with ``pattern`` it may use groups, ``\1``.
        times: how often it must be found, so that a control cannot quietly become the reference.
        file: which file of the engine; the main one where it is left out.
    """

    find: str | None = None
    pattern: str | None = None
    replace: str
    times: Annotated[int, Meta(ge=1)]
    file: str | None = None


class Control(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ``[[control]]`` of ``controls.toml``: a correct engine that differs in what no test may depend on.

    Attributes:
        name: unique among the controls.
        independent_of: what a test that fails on it depends on and must not, as the end of the sentence
            "it depends on …".
        reverses_operands: whether operands are visited right first; at most one control does. The broken
            engines of the order-proof level are made on it.
        edits: what it changes.
    """

    name: Name
    independent_of: Annotated[str, Meta(min_length=3)]
    reverses_operands: bool = False
    edits: Annotated[tuple[ControlEdit, ...], Meta(min_length=1)]


class Grading(Struct, frozen=True, kw_only=True):
    """All declarations about grading.

    Attributes:
        controls: in the order of the file; a test that fails on several is told of the first.
        are_controls_made: nobody has declared any, so they are made; see ``gradbreak.grading.making``.
    """

    rubric: Rubric
    controls: tuple[Control, ...]
    are_controls_made: bool = False

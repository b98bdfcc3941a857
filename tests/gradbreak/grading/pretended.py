"""Engines that are a word and tests that are a function of it, so that the rounds are tried without a process."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from gradbreak.grading.declarations import LevelPoints, Rubric
from gradbreak.grading.engines import CorrectEngine, Engines, Target
from gradbreak.grading.engines.forms import Disguise, Template
from gradbreak.grading.grader import Grader
from gradbreak.grading.model import (
    BrokenEngine,
    FileProblem,
    IsolationKind,
    RunRequest,
    RunResult,
    Submission,
    TestOrder,
    TestOutcome,
    TestRecord,
)

FILE = "engine.py"

PASSED, FAILED, SKIPPED = TestOutcome.PASSED, TestOutcome.FAILED, TestOutcome.SKIPPED
TIMEOUT, ENDED = TestOutcome.TIMEOUT, TestOutcome.ENDED

CANONICAL, OP, SELF, OTHER = "canonical", "op:add", "add-1", "add-2"


def _disguise(word: str) -> Disguise:
    """A template without a condition, whose code is the word in every draw."""
    return Disguise({FILE: Template(code=word.encode(), keeps=())})


def _correct(name: str, independent_of: str = "") -> CorrectEngine:
    word = f"correct {name}"
    return CorrectEngine(name=name, independent_of=independent_of, text={FILE: word}, disguise=_disguise(word))


def _broken(id_: str, after: str | None = None) -> Target:
    word, partner = f"broken {id_}", "decoy:reversed" if after else "decoy"
    return Target(ids=(id_,), plain={FILE: word}, disguise=_disguise(word), partner=partner, after=after)


ENGINES = Engines(
    reference=_correct("reference"),
    controls=(_correct("explicit", "explicitness"), _correct("right-first", "the order of the operands")),
    decoys=(_correct("decoy", "its looks"), _correct("decoy:reversed", "its looks")),
    broken=(
        BrokenEngine(id=CANONICAL, name=CANONICAL, level="canonical", diff="c"),
        BrokenEngine(id=OP, name="add", level="ops", diff="o"),
        BrokenEngine(id=SELF, name="add.self", level="sites", diff="s"),
        BrokenEngine(id=OTHER, name="add.other", level="sites", diff="t"),
        BrokenEngine(id=f"{SELF}:reversed", name="add.self", level="order_proof", diff="s"),
        BrokenEngine(id=f"{OTHER}:reversed", name="add.other", level="order_proof", diff="t"),
    ),
    targets=(
        _broken(CANONICAL),
        _broken(OP),
        _broken(SELF),
        _broken(OTHER),
        _broken(f"{SELF}:reversed", SELF),
        _broken(f"{OTHER}:reversed", OTHER),
    ),
    sha256="e" * 64,
)

POINTS = LevelPoints(canonical=40, ops=30, sites=20, order_proof=10)


class Seen(Struct, frozen=True):
    """What a pretended test can see when it runs.

    Attributes:
        engine: the word that the engine is.
        order: in which order the tests run.
        seed: of the hashes.
        among: the tests of this run, or None for all.
        earlier: how many runs this examiner made before.
    """

    engine: str
    order: TestOrder
    seed: int
    among: tuple[str, ...] | None
    earlier: int

    @property
    def is_broken(self) -> bool:
        return self.engine.startswith("broken")

    @property
    def word(self) -> str:
        return self.engine.split()[1]


Behaviour = Callable[[Seen], "TestOutcome | str | bool"]
"""An outcome; True for passed, False for failed; a text for failed with this message."""


def notices(*words: str) -> Behaviour:
    """An honest test that fails on these broken engines."""
    return lambda seen: not (seen.is_broken and seen.word in words)


def pretended(name: str, tests: Mapping[str, Behaviour], problem: str = "") -> Submission:
    """A submission with these tests in one file."""
    files = {"test_it.py": "\n".join(tests).encode()}
    return Submission(name=name, files=files, left_out=(), problem=problem, sha256=name.ljust(64, "0"))


class PretendedExaminer:
    """Runs pretended tests; counts its runs and remembers them."""

    isolation = IsolationKind.SUBPROCESS

    def __init__(
        self,
        tests: Mapping[str, Behaviour],
        seed: int = 0,
        *,
        seconds: float = 0.01,
        run_seconds: float = 0.0,
        damage: Callable[[Seen], str] = lambda seen: "",
        problems: tuple[FileProblem, ...] = (),
    ) -> None:
        self.tests = tests
        self.seed = seed
        self.seconds = seconds
        self.run_seconds = run_seconds
        self.damage = damage
        self.problems = problems
        self.runs: list[RunRequest] = []

    def run(self, run: RunRequest) -> RunResult:
        seen = Seen(run.engine[FILE].decode(), run.order, self.seed, run.tests, len(self.runs))
        self.runs.append(run)
        names = [name for name in self.tests if run.tests is None or f"test_it.py::{name}" in run.tests]
        if run.order == TestOrder.REVERSED:
            names.reverse()
        return RunResult(
            tests=tuple(self._record(name, seen) for name in names),
            problems=self.problems if run.tests is None else (),
            damage=self.damage(seen),
            seconds=self.run_seconds,
        )

    def _record(self, name: str, seen: Seen) -> TestRecord:
        said = self.tests[name](seen)
        if isinstance(said, TestOutcome):
            outcome, message = said, ""
        elif isinstance(said, str):
            outcome, message = FAILED, said
        else:
            outcome, message = (PASSED, "") if said else (FAILED, "AssertionError")
        return TestRecord(test=f"test_it.py::{name}", outcome=outcome, message=message, seconds=self.seconds)


class PretendedSandbox:
    """Opens pretended examiners for submissions whose tests are known to it by the submission's name."""

    def __init__(self, **suites: Mapping[str, Behaviour]) -> None:
        self.suites = suites
        self.opened: list[tuple[str, int]] = []
        self.open_now = 0
        self.most_open = 0
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def __call__(self, submission: Submission, hash_seed: int) -> Iterator[PretendedExaminer]:
        with self._lock:
            self.opened.append((submission.name, hash_seed))
            self.open_now += 1
            self.most_open = max(self.most_open, self.open_now)
        try:
            yield PretendedExaminer(self.suites[submission.name], hash_seed)
        finally:
            with self._lock:
                self.open_now -= 1


def grader(sandbox: PretendedSandbox) -> Grader:
    """A grader on the pretended engines."""
    return Grader(
        engines=ENGINES,
        rubric=Rubric(points=POINTS, reference="reference", must_miss="must_miss"),
        open=sandbox,
        isolation=IsolationKind.SUBPROCESS,
    )

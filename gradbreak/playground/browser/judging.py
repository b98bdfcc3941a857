"""One run of somebody's tests: on the engine as it is, and on each broken engine, all in this process.

A run on a command line forks for each mutant. Here a mutant is put into the engine, and taken out again. After each,
the same tests must pass on the intact engine. Where one does not, something was left behind, and the page gives this
interpreter up.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import pytest
from msgspec import Struct

from gradbreak.analysis.cell_states import DETECTED_STATES, State, state_of, strongest_state
from gradbreak.config import Config
from gradbreak.engine.activation import LiveFunctions, activated
from gradbreak.engine.edits import Edit
from gradbreak.engine.live_code import live_functions
from gradbreak.engine.ordered_sets import iterated_in_reverse
from gradbreak.engine.probes import lines_run
from gradbreak.errors import BadEngine
from gradbreak.model import Cell, Failure
from gradbreak.playground.browser.messages import TestLine
from gradbreak.playground.browser.pristine import EngineState
from gradbreak.playground.project import BrokenVariant, PlaygroundProject
from gradbreak.run.assemble import reason_of, status_of
from gradbreak.run.collecting import CollectionProblems
from gradbreak.run.journal import CellAnswer
from gradbreak.run.messages import Recorded
from gradbreak.run.recording import RecordedTest, record_digest, record_with_names
from gradbreak.testing.fast_path import fast_path_tests, next_with_phases
from gradbreak.testing.outcome import Outcome
from gradbreak.testing.outcome_recorder import OutcomeRecorder, leave_out_idle_plugins
from gradbreak.testing.properties import make_session_repeatable
from gradbreak.texts.playground import PlaygroundPythonTexts

INTACT = -1
"""Stands for the engine as it is among the indices of broken engines."""

PATIENCE = 2.0
"""Wall seconds without a sign of life after which the page takes a test for endless."""

LONGER_PATIENCE = 20.0
"""The same for a property-based test, which runs a hundred examples."""

Lines = frozenset[tuple[str, int]]


class RowAnswer(Struct, frozen=True, kw_only=True):
    """One broken engine on all tests that count.

    Attributes:
        state: the strongest that a test has on it.
        cells: of the tests that reach it.
    """

    state: State
    cells: tuple[Cell, ...]

    @property
    def catching(self) -> tuple[Cell, ...]:
        """The cells of the tests that do not pass."""
        return tuple(cell for cell in self.cells if state_of(cell) in DETECTED_STATES)

    @classmethod
    def unjudged(cls) -> RowAnswer:
        """Of a change that cannot be put into a live engine."""
        return cls(state=State.NO_VERDICT, cells=())

    def without(self, tests: Collection[str]) -> RowAnswer:
        """The same without some tests."""
        kept = tuple(cell for cell in self.cells if cell.test not in tests)
        strongest = strongest_state(map(state_of, kept)) if kept else State.UNREACHED
        return RowAnswer(state=strongest, cells=kept)


class LeftBehindError(Exception):
    """A test does not pass on the intact engine any more: what a run on a broken engine left is still there.

    Attributes:
        answer: the broken engine's, which is right: nothing was left behind before.
        test: the node id.
    """

    def __init__(self, answer: RowAnswer, test: str) -> None:
        super().__init__(test)
        self.answer = answer
        self.test = test


class Alive(Struct, frozen=True):
    """What shows the page that Python is alive.

    Attributes:
        beat: called before each test with the index of the broken engine, that of the test, and the seconds that it may
            take.
        hanging: those pairs of indices whose test was not done in time; it is not run again.
        fatal: those whose test took Python down; it is not run again either.
    """

    beat: Callable[[int, int, float], object]
    hanging: frozenset[tuple[int, int]] = frozenset()
    fatal: frozenset[tuple[int, int]] = frozenset()


class Judging(CollectionProblems):
    """A pytest plugin that takes over once everything is collected.

    Args:
        project: the engine and its variants.
        config: of the same engine.
        recorder: the plugin that runs one test.
        alive: what shows that Python is alive.
        then: what to do with the collected tests.
        sets: the stand-ins for sets that the engine's files were imported with.
    """

    def __init__(
        self,
        project: PlaygroundProject,
        config: Config,
        recorder: OutcomeRecorder[Failure],
        alive: Alive,
        then: Callable[[Judging], None],
        sets: Collection[type] = (),
    ) -> None:
        super().__init__(config.root)
        self.project = project
        self.config = config
        self.shape = config.shape
        self.items: list[pytest.Item] = []
        self.has_begun = False
        self.import_lines: Lines = frozenset()
        self._recorder = recorder
        self._alive = alive
        self._then = then
        self._sets = sets
        self._live: dict[str, LiveFunctions] = {}
        self._state: EngineState | None = None
        self._lines: dict[str, Lines] = {}
        self._intact: dict[str, Recorded] = {}
        self._following: dict[str, pytest.Item | None] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take over."""
        self.has_begun = True
        make_session_repeatable(session)
        self.items = list(session.items)
        files = self.config.engine.files
        self._live = {file: live_functions(str(self.config.root / file)) for file in files}
        modules = [module for module in list(sys.modules.values()) if getattr(module, "__file__", "") in self._paths]
        self._state = EngineState(modules)
        leave_out_idle_plugins(session)
        self._recorder.fast_path = fast_path_tests(session)
        self._following = dict(
            zip(
                [item.nodeid for item in self.items],
                next_with_phases(self.items, self._recorder.fast_path),
                strict=True,
            )
        )
        self._then(self)
        return True

    @property
    def _paths(self) -> tuple[str, ...]:
        return tuple(str(self.config.root / file) for file in self.config.engine.files)

    # -- one test ------------------------------------------------------------------------------------

    def _run(self, item: pytest.Item, row: int) -> tuple[Outcome, Failure | None]:
        index = self.items.index(item)
        if (row, index) in self._alive.hanging:
            return Outcome.TIMEOUT, None
        if (row, index) in self._alive.fatal:
            return Outcome.CRASHED, None
        self._alive.beat(row, index, self._patience(item))
        try:
            return self._recorder.run(item, self._following[item.nodeid])
        except (KeyboardInterrupt, pytest.exit.Exception):
            return Outcome.CRASHED, None

    def _patience(self, item: pytest.Item) -> float:
        function: Any = getattr(item, "obj", None)
        return LONGER_PATIENCE if getattr(function, "is_hypothesis_test", False) else PATIENCE

    # -- the engine as it is -------------------------------------------------------------------------

    def intact(self, words: PlaygroundPythonTexts) -> tuple[TestLine, ...]:
        """Run every test twice on the engine as it is.

        Args:
            words: the language.
        """
        return tuple(self._intact_line(item, words) for item in self.items)

    def _intact_line(self, item: pytest.Item, words: PlaygroundPythonTexts) -> TestLine:
        assert self._state is not None
        _, line, _ = item.location
        with lines_run(self._paths) as ran:
            outcome, failure = self._run(item, INTACT)
        self._lines[item.nodeid] = frozenset(ran) | self.import_lines
        why = words.changes_engine if self._state.restore() else ""
        if outcome is Outcome.TIMEOUT:
            why = words.not_in_time
        if (INTACT, self.items.index(item)) in self._alive.fatal:
            why = words.takes_down
        if outcome is Outcome.PASSED and not why:
            again, failure = self._run(item, INTACT)
            why = words.passes_once if again is not Outcome.PASSED else ""
            self._state.restore()
        return TestLine(
            id=item.nodeid,
            name=item.nodeid.partition("::")[2],
            line=(line or 0) + 1,
            outcome=str(outcome),
            set_aside=why,
            failure=failure,
        )

    # -- broken engines ------------------------------------------------------------------------------

    def broken(self, variant: BrokenVariant, row: int, counting: Collection[str]) -> RowAnswer:
        """Run the tests that count on a broken engine, if they reach it.

        Args:
            variant: the broken engine.
            row: its index.
            counting: the ids of the tests that count.

        Raises:
            BadEngine: the change cannot be put into a live engine.
            LeftBehindError: a test does not pass on the engine as it is afterwards.
        """
        assert self._state is not None
        reaching = [item for item in self.items if item.nodeid in counting and self.reaches(item.nodeid, variant)]
        answers: dict[str, CellAnswer] = {}
        with self._changed(variant.edits, reverses_sets=variant.reverses_sets):
            for item in reaching:
                answers[item.nodeid] = CellAnswer(*self._run(item, row))
        self._state.restore()
        answer = self._answer(variant, answers)
        # Those that were cut short may have left something; of those that ran to their end, one speaks for all.
        failed = [item for item in reaching if answers[item.nodeid].outcome is not Outcome.PASSED]
        for item in failed or reaching[:1]:
            if self._run(item, INTACT)[0] is not Outcome.PASSED:
                raise LeftBehindError(answer, item.nodeid)
        return answer

    def reasons(self, variant: BrokenVariant, row: int, answer: RowAnswer) -> RowAnswer:
        """Find out why a broken engine lives, from what each test writes with and without the change."""
        if not self.shape.can_be_recorded:
            return answer
        passing = [item for item in self.items if item.nodeid in {cell.test for cell in answer.cells}]
        for item in passing:
            if item.nodeid not in self._intact:
                self._intact[item.nodeid] = self._digest(item, INTACT, measuring=True)
        with self._changed(variant.edits, reverses_sets=variant.reverses_sets):
            recorded = {item.nodeid: self._digest(item, row, measuring=False) for item in passing}
        answers = {test: CellAnswer(Outcome.PASSED, digest=each.digest) for test, each in recorded.items()}
        return self._answer(variant, answers)

    def _digest(self, item: pytest.Item, row: int, *, measuring: bool) -> Recorded:
        self._alive.beat(row, self.items.index(item), self._patience(item))
        return record_digest("", self.shape, self._recorder, item, self._following[item.nodeid], measuring=measuring)

    def _answer(self, variant: BrokenVariant, answers: Mapping[str, CellAnswer]) -> RowAnswer:
        cells = tuple(
            Cell(
                mutant=variant.id,
                test=test,
                status=status_of(answer),
                failure=answer.failure,
                reason=reason_of(answer, self._intact.get(test)),
            )
            for test, answer in answers.items()
        )
        return RowAnswer(state=strongest_state(map(state_of, cells)) if cells else State.UNREACHED, cells=cells)

    def reaches(self, test: str, variant: BrokenVariant) -> bool:
        """Whether a test runs a line that a broken engine changes."""
        lines = self._lines[test]
        return any(
            (str(self.config.root / file), line) in lines
            for file, first, last in variant.lines
            for line in range(first, last + 1)
        )

    # -- correct variants ----------------------------------------------------------------------------

    def failing(
        self, edits: Sequence[Edit], counting: Collection[str], *, reverses_sets: bool = False
    ) -> tuple[str, ...]:
        """The tests that count and do not pass on the engine with some changes.

        Args:
            edits: the changes.
            counting: the ids of the tests that count.
            reverses_sets: the engine's sets are iterated in reverse, too.

        Raises:
            BadEngine: the changes cannot be put into a live engine.
        """
        with self._changed(edits, reverses_sets=reverses_sets):
            return tuple(
                item.nodeid
                for item in self.items
                if item.nodeid in counting and self._run(item, INTACT)[0] is not Outcome.PASSED
            )

    # -- for a person to read ------------------------------------------------------------------------

    def recorded(self, test: str, edits: Sequence[Edit], *, reverses_sets: bool = False) -> RecordedTest:
        """Every write of one test, on the engine with some changes."""
        item = next(each for each in self.items if each.nodeid == test)
        self._alive.beat(INTACT, self.items.index(item), self._patience(item))
        with self._changed(edits, reverses_sets=reverses_sets):
            return record_with_names(self.shape, self._recorder, item, self._following[test], self._patience(item))

    # -- a mutant in, and out ------------------------------------------------------------------------

    @contextlib.contextmanager
    def _changed(self, edits: Sequence[Edit], *, reverses_sets: bool) -> Iterator[None]:
        ordered = self.config.engine.files_with_sets
        try:
            context = activated(self.config.root, edits, self.project.files, self._live, ordered)
            context.__enter__()
        except SyntaxError as error:
            raise BadEngine(f"the change is no Python: {error}", "Report it") from None
        try:
            with iterated_in_reverse(self._sets if reverses_sets else ()):
                yield
        finally:
            context.__exit__(None, None, None)

"""A worker process: it imports the engine, collects the tests once, then measures them or runs jobs.

The fork server starts it in the project's folder, and the first line that it reads is a ``Task``. It is a process of
its own, so that the tests are imported into one that holds nothing of the command, an earlier run or another suite.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from gradbreak.engine.activation import LiveFunctions, compile_intact
from gradbreak.engine.activation import serve as serve_mutated
from gradbreak.engine.edits import by_file
from gradbreak.engine.executed_cells import serve_cells
from gradbreak.engine.forced_order import forced_order, stand_ins
from gradbreak.engine.live_code import live_functions
from gradbreak.engine.memory_layout import shuffle_memory
from gradbreak.engine.notebooks import is_of_notebook
from gradbreak.engine.source_files import import_engine, read_source, read_sources
from gradbreak.engine.spans import spans_of
from gradbreak.errors import GradbreakError
from gradbreak.model import Failure, Order
from gradbreak.process.channel import lines_of, send
from gradbreak.process.limits import start_clock, stop_clock
from gradbreak.run import measurement
from gradbreak.run.children import MutantChildren
from gradbreak.run.collecting import CollectionProblems
from gradbreak.run.failures import describe
from gradbreak.run.isolated_run import IsolatedRuns
from gradbreak.run.messages import (
    Batch,
    BatchDone,
    Collected,
    Event,
    FoundTest,
    Problem,
    Task,
    Verdict,
)
from gradbreak.run.problems import start_problem
from gradbreak.run.pytest_options import OnlyPaths, OnlySelected, TurnedOffPlugins, arguments, selected_files
from gradbreak.testing.comparisons import warm_up_approx
from gradbreak.testing.fast_path import fast_path_tests
from gradbreak.testing.outcome import Outcome
from gradbreak.testing.outcome_recorder import OutcomeRecorder, leave_out_idle_plugins
from gradbreak.testing.properties import make_session_repeatable
from gradbreak.testing.unguarded import ignore_unguarded_runners


class Loop(CollectionProblems):
    """A pytest plugin that takes over once everything is collected."""

    def __init__(
        self,
        task: Task,
        answers: int,
        recorder: OutcomeRecorder[Failure],
        batches: Iterator[bytes],
        private: tuple[int, ...],
    ) -> None:
        super().__init__(task.config.root)
        self.task = task
        self.answers = answers
        self.recorder = recorder
        self.batches = batches
        self.private = private
        self.has_begun = False
        self.live: dict[str, LiveFunctions] = {}
        self.isolated_runs: IsolatedRuns | None = None
        self.switcher: SwitchPerTest | None = None
        self.after_measuring: Callable[[], None] | None = None

    def tell(self, event: Event) -> None:
        """Send a message to the client."""
        send(self.answers, event)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        stop_clock()
        self.has_begun, sys.stderr = True, sys.__stderr__
        make_session_repeatable(session)
        warm_up_approx()
        root = self.task.config.root
        # Before the freeze, which hides objects from the search.
        self.live = {file: live_functions(str(root / file)) for file in self.task.config.engine.files}
        leave_out_idle_plugins(session)
        # All objects so far live as long as this process. Frozen, they keep a child's garbage collection from writing
        # to pages that it shares with its parent.
        gc.collect()
        gc.freeze()
        found = tuple(_found(item) for item in session.items)
        self.tell(Collected(tests=found, problems=tuple(self.problems), left_out=tuple(self.left_out)))
        if self.problems and not self.task.activate:
            return True
        if self.isolated_runs and self.switcher and self.after_measuring:
            self._measure(self._run_isolated(session.items, self.isolated_runs), self.switcher)
            self.after_measuring()
        else:
            self.recorder.fast_path = fast_path_tests(session)
            self._serve({item.nodeid: item for item in session.items})
        return True

    def _run_isolated(self, items: list[pytest.Item], runs: IsolatedRuns) -> list[tuple[pytest.Item, Outcome]]:
        """Run each test by itself; return those that came to an end, with their outcomes."""
        ended = []
        for item in items:
            result = runs.run(item, self.private)
            self.tell(result)
            if result.ended:
                ended.append((item, result.outcome))
        return ended

    def _measure(self, items: list[tuple[pytest.Item, Outcome]], switcher: SwitchPerTest) -> None:
        following = [item for item, _ in items[1:]]
        for (item, alone), after in zip(items, [*following, None], strict=True):
            # A test that is set aside covers nothing.
            with switcher.paused() if alone == Outcome.FAILED else contextlib.nullcontext():
                started = time.perf_counter()
                outcome, failure = self.recorder.run(item, after)
                seconds = time.perf_counter() - started
            self.tell(Verdict(job="", test=item.nodeid, outcome=outcome, failure=failure, seconds=seconds))

    def _serve(self, items: dict[str, pytest.Item]) -> None:
        sources = read_sources(self.task.config.root, self.task.config.engine.files)
        for source in sources.values():
            spans_of(source)  # found once here, and shared by every child
        ordered = self.task.config.engine.files_with_sets if self.task.order else ()
        compile_intact(self.task.config.root, sources, self.live, ordered)
        children = MutantChildren(self.task, sources, self.live, items, self.recorder, self.answers, self.private)
        for line in self.batches:
            children.run(msgspec.json.decode(line, type=Batch).mutant_jobs)
            self.tell(BatchDone())


class SwitchPerTest(measurement.ContextSwitcher):
    """Sets a context for each test, too; only a measuring worker runs tests in its own process."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.switch_to(nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self) -> None:
        self.switch_to("")


def _found(item: pytest.Item) -> FoundTest:
    file, line, _ = item.location
    return FoundTest(id=item.nodeid, name=item.nodeid.partition("::")[2], file=file, line=(line or 0) + 1)


def work(task: Task, batches: Iterator[bytes], answers: int, private: tuple[int, ...]) -> None:
    """Do a task.

    Args:
        task: what to do.
        batches: the lines that follow the task.
        answers: the descriptor to write events to.
        private: descriptors that no child may keep.
    """

    def tell(event: Event) -> None:
        send(answers, event)

    root, engine = task.config.root, task.config.engine
    measuring = measurement.start(root, engine.files) if task.measure else None
    if task.activate:
        # Importing the engine and the tests runs mutated code, which may never end.
        start_clock(task.config.limits.test_seconds * task.config.limits.test_factor)
    try:
        intact = read_source(root, engine.file)
        if is_of_notebook(intact):
            serve_cells(str(root / engine.file), intact, intact)
        # Before anything is imported, so that what runs at import runs mutated code.
        serve_mutated(root, by_file(task.activate), ordered=engine.files_with_sets if task.forces_order else ())
        if engine.import_path:
            sys.path.insert(1, engine.import_path)
        import_engine(root, engine.file, engine.module)
        for file in engine.also_mutate:
            if not engine.module:
                import_engine(root, file)
    except GradbreakError as error:
        tell(
            Collected(tests=(), problems=(Problem(file="", line=0, message=error.problem, next_step=error.next_step),))
        )
        return
    recorder = OutcomeRecorder(lambda error: describe(error, str(root)))
    loop = Loop(task, answers, recorder, batches, private)
    selected, paths = task.config.selected, task.paths
    if selected is not None:
        paths = selected_files(selected.ids, paths)
    plugins: list[object] = [loop, recorder, TurnedOffPlugins(), OnlyPaths(root, paths)]
    if selected is not None:
        plugins.append(OnlySelected(selected.ids))
    if measuring is not None:
        switcher = SwitchPerTest(measuring)
        switcher.switch_to("")
        plugins.append(switcher)
        loop.switcher = switcher
        read = measurement.FilesRead()
        loop.isolated_runs = IsolatedRuns(recorder, measuring, root, engine.files, task.config.limits.intact_seconds)
        loop.after_measuring = lambda: tell(measurement.finish(measuring, root, engine.files, read))
    start = pytest.main
    ignore_unguarded_runners()
    with contextlib.redirect_stderr(io.StringIO()) as said:
        start(arguments(root, paths, selected.options if selected else ()), plugins=plugins)
    if not loop.has_begun:
        tell(Collected(tests=(), problems=(start_problem(said.getvalue(), root),)))


def _forced(task: Task) -> contextlib.AbstractContextManager[None]:
    """What forces the order of a task in this process, and in every child that it forks."""
    if not task.forces_order:
        return contextlib.nullcontext()
    paths = frozenset(os.path.realpath(task.config.root / file) for file in task.config.engine.files_with_sets)
    return forced_order(paths.__contains__, stand_ins(is_reversed=task.order is Order.REVERSED))


def serve(commands: int, answers: int) -> None:
    """Read the task from one descriptor and answer on the other, neither of which tests ever see."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.environ["MPLBACKEND"] = "agg"  # a plot opens no window, and waits for nobody to close one
    for folder in ("src", "source"):
        if Path(folder).is_dir():
            sys.path.insert(1, str(Path(folder).resolve()))
    lines = lines_of(commands)
    task = msgspec.json.decode(next(lines), type=Task, dec_hook=lambda kind, value: kind(value))
    kept: list[object] = []
    if task.order is not None and not task.order.is_forced:
        shuffle_memory(task.order.seed, kept)  # for graphs that are made at import
    with _forced(task):
        work(task, lines, answers, (commands, answers))

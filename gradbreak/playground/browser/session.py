"""What the page asks of Python: take an engine, run tests, explain one broken engine."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import linecache
import os
import re
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec
import pytest

from gradbreak.config import Config
from gradbreak.engine.edits import Edit, apply_edits, by_file
from gradbreak.engine.executed_cells import serve_cells
from gradbreak.engine.forced_order import forced_order, stand_ins
from gradbreak.engine.notebooks import is_of_notebook
from gradbreak.engine.probes import lines_run
from gradbreak.engine.source_files import import_engine
from gradbreak.errors import GradbreakError
from gradbreak.playground.browser.engine_given import project_of_engine
from gradbreak.playground.browser.given_files import GivenFiles, GivenTests, given_files
from gradbreak.playground.browser.judging import LONGER_PATIENCE, PATIENCE, Alive, Judging, LeftBehindError
from gradbreak.playground.browser.messages import (
    DoneMessage,
    EngineMessage,
    RefusedMessage,
    TextMessage,
    UncleanMessage,
    UnusableMessage,
)
from gradbreak.playground.browser.output import keeping_output
from gradbreak.playground.browser.pristine import Pristine
from gradbreak.playground.browser.verdicts import Verdicts
from gradbreak.playground.project import PlaygroundProject
from gradbreak.run.failures import describe
from gradbreak.run.messages import LeftOutFile
from gradbreak.run.problems import start_problem
from gradbreak.run.pytest_options import OnlyPaths, TurnedOffPlugins, arguments
from gradbreak.testing.outcome_recorder import OutcomeRecorder
from gradbreak.testing.unguarded import ignore_unguarded_runners
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.playground import PlaygroundTexts

TEST_FILE = "test_yours.py"

WATCHED = ("pytest", "_pytest", "pluggy", "gradbreak", "builtins", "math", "json", "random", "sys", "os", "importlib")
"""Packages in which a test may replace nothing for longer than it runs."""

Tell = Callable[[str], object]
Beat = Callable[[int, int, float], object]


class PlaygroundSession:
    """One interpreter's work for one page.

    Args:
        root: an empty folder for the engine and the tests.
        language: one of ``gradbreak.texts.LANGUAGES``.
        tell: takes each message, as JSON.
        beat: see ``Alive``.
    """

    def __init__(self, root: str, language: str, tell: Tell, beat: Beat) -> None:
        self._root = Path(root)
        self._texts = load(PlaygroundTexts, language)
        self._tell_text = tell
        self._beat = beat
        self._project: PlaygroundProject | None = None
        self._config: Config | None = None
        self._main = pytest.main  # kept, because tests are given one that does nothing
        sys.dont_write_bytecode = True
        os.chdir(root)
        ignore_unguarded_runners()
        sys.path.insert(0, root)
        self._path = list(sys.path)
        self._pristine: Pristine | None = None

    # -- requests --------------------------------------------------------------------------------------

    def open(self, text: str) -> None:
        """Take a project.

        Args:
            text: a ``PlaygroundProject`` as JSON.
        """
        self._open(msgspec.json.decode(text, type=PlaygroundProject))

    def run(
        self,
        text: str,
        start: int = 0,
        hanging: Sequence[Sequence[int]] = (),
        families: bool = False,
        caught: Sequence[str] = (),
        fatal: Sequence[Sequence[int]] = (),
    ) -> None:
        """Run tests on everything, and tell what comes of it.

        Args:
            text: of the test file.
            start: the index of the first broken engine to run; those before it have their verdicts.
            hanging: pairs of a broken engine's index and a test's that were not done in time.
            families: run the mutants of the other families, and nothing else.
            caught: the ids of those before ``start`` that are caught.
            fatal: pairs, as in ``hanging``, that took Python down.
        """
        alive = Alive(
            self._beat,
            frozenset((row, test) for row, test in hanging),
            frozenset((row, test) for row, test in fatal),
        )
        verdicts = Verdicts(self._opened(), self._texts, self._tell, frozenset(caught))
        with keeping_output() as output:
            if self._with_tests(text, alive, lambda judging: verdicts.judge(judging, start, families=families)):
                for variant in verdicts.unplaced:
                    self._with_tests(text, alive, partial(verdicts.try_on, variant=variant), variant.edits)
                if not families:
                    verdicts.conclude()
            self._check_clean()
        self._tell(DoneMessage(printed=output.kept))

    def run_request(self, text: str) -> None:
        """``run`` with its arguments as one JSON list, which needs no conversion of objects between languages."""
        self.run(*json.loads(text))

    def detail(self, text: str, id_: str, test: str) -> None:
        """Explain one broken engine by one test.

        Args:
            text: of the test file.
            id_: of the broken engine.
            test: the node id; empty where no test reaches it.
        """
        # Only here: what it draws and renders with takes most of a second to import, and nobody waits for it at first.
        from gradbreak.playground.browser.detail import detail_of

        variant = next(each for each in self._opened().broken if each.id == id_)

        def explain(judging: Judging) -> None:
            self._tell(detail_of(judging, variant, test, self._texts))

        with keeping_output():
            self._with_tests(text, Alive(self._beat), explain)
        self._tell(DoneMessage())

    def take(self, request: str) -> None:
        """Take files that somebody opened, dropped or pasted: tests for the editor, or an engine.

        Args:
            request: as one JSON list: an object of names and texts, and whether an engine is wanted.
        """
        files, wants_engine = json.loads(request)
        given = given_files(files, self._opened_config().shape.module)
        if wants_engine or given.engines:
            tests = given.tests.name if given.tests is not None and len(files) > 1 else ""
            self._tell(self._look_at({name: text for name, text in files.items() if name != tests}, files))
        elif given.tests is not None:
            self._tell(TextMessage(text=given.tests.text, says=self._of_tests(given.tests)))
        else:
            self._tell(RefusedMessage(says=self._why_refused(given)))
        self._tell(DoneMessage())

    def _of_tests(self, tests: GivenTests) -> str:
        words, notebook = self._texts.python, tests.notebook
        parts = [say(words.tests_taken, file=tests.name)]
        if tests.others:
            parts.append(say(words.only_one_file, file=tests.name, others=", ".join(tests.others)))
        if notebook is not None and notebook.nodes:
            parts.append(say(words.notebook_engine, names=", ".join(notebook.nodes)))
        if notebook is not None and notebook.skipped:
            parts.append(say(words.notebook_skipped, lines="; ".join(notebook.skipped)))
        return " ".join(parts)

    def _why_refused(self, given: GivenFiles) -> str:
        words = self._texts.python
        said = [say(words.file_unreadable, file=name) for name in given.unreadable]
        if given.without_tests:
            said.append(say(words.file_without_tests, file=", ".join(given.without_tests)))
        if given.skipped:
            said.append(say(words.notebook_skipped, lines="; ".join(given.skipped)))
        return " ".join(said)

    def _look_at(self, engine: Mapping[str, str], files: Mapping[str, str]) -> EngineMessage:
        """Find the engine in some files, and what to break in it.

        Args:
            engine: those that may be its own.
            files: all that were given.
        """
        words = self._texts.python
        try:
            with keeping_output():
                project = project_of_engine(engine, words.operand_order)
        except GradbreakError as error:
            return EngineMessage(project="", says=say(words.no_engine, reason=error.problem))
        sites = sum(each.level == "sites" for each in project.broken)
        parts = [say(words.engine_ready, file=project.engine.file, sites=sites)]
        if not any(each.level == "order_proof" for each in project.broken):
            parts.append(words.one_order)
        tests = given_files(files, project.engine.shape.module).tests
        # The text of a module that holds the engine too would bring an engine of its own.
        text = tests.text if tests is not None and (tests.notebook or len(files) > 1) else ""
        if tests is not None and text:
            parts.append(say(words.tests_taken, file=tests.name))
        return EngineMessage(project=msgspec.json.encode(project).decode(), says=" ".join(parts), tests=text)

    # -- pytest ----------------------------------------------------------------------------------------

    def _with_tests(self, text: str, alive: Alive, then: Callable[[Judging], None], edits: Sequence[Edit] = ()) -> bool:
        """Import the engine and the tests afresh, and do something with what pytest collects.

        Args:
            text: of the test file.
            alive: what shows that Python is alive.
            then: what to do.
            edits: a change of the engine that cannot be put into a live one.

        Returns:
            Whether it was done. Where not, the page has been told why.
        """
        project, config = self._opened(), self._opened_config()
        self._forget()
        changed = {file: apply_edits(project.files[file], each) for file, each in by_file(edits).items()}
        self._write({TEST_FILE: text, **changed})
        # Hypothesis alone takes seconds to import.
        is_slow = "hypothesis" in text and "hypothesis" not in sys.modules
        alive.beat(-1, -1, LONGER_PATIENCE if is_slow else PATIENCE)
        recorder = OutcomeRecorder(lambda error: describe(error, str(self._root)))
        sets = stand_ins() if config.engine.files_with_sets else {}
        judging = Judging(project, config, recorder, alive, then, frozenset(sets.values()))
        said = io.StringIO()
        try:
            # An engine that iterates sets does so in one order, as in a run, or verdicts would change by themselves.
            with self._ordered(config, sets), contextlib.redirect_stderr(said):
                self._import_engine(judging, config)
                self._main(
                    ["-p", "no:faulthandler", *arguments(self._root, [TEST_FILE])],
                    plugins=[judging, recorder, TurnedOffPlugins(), OnlyPaths(self._root, [TEST_FILE])],
                )
        except LeftBehindError:
            return False
        except GradbreakError as error:
            sentence = f"{error.problem}. {error.next_step}"
            self._tell(UnusableMessage(line=0, message=sentence, headline=sentence))
            return False
        finally:
            self._write({file: project.files[file] for file in changed})
        if not judging.has_begun and not judging.problems:
            judging.problems.append(start_problem(said.getvalue(), self._root))
        for problem in judging.problems:
            self._tell(self._unusable(problem.line, problem.message))
        for file in judging.left_out:
            self._tell(self._left_out(file, text))
        return not (judging.problems or judging.left_out)

    def _left_out(self, file: LeftOutFile, text: str) -> UnusableMessage:
        """What to say of tests that skip themselves, or that import what is not here."""
        if file.is_skipped:
            return self._unusable(0, file.reason)
        missing = file.reason.rpartition("No module named ")[2].strip("'")
        imports = re.compile(rf"^\s*(import|from)\s.*\b{re.escape(missing.partition('.')[0])}\b")
        line = next((number for number, each in enumerate(text.split("\n"), start=1) if imports.match(each)), 0)
        return self._unusable(line, f"{file.reason}. {self._texts.python.what_is_here}")

    def _unusable(self, line: int, message: str) -> UnusableMessage:
        return UnusableMessage(line=line, message=message, headline=say(self._texts.python.unusable, message=message))

    def _ordered(self, config: Config, sets: dict[str, type]) -> contextlib.AbstractContextManager[None]:
        paths = frozenset(os.path.realpath(self._root / file) for file in config.engine.files_with_sets)
        return forced_order(paths.__contains__, sets) if paths else contextlib.nullcontext()

    def _import_engine(self, judging: Judging, config: Config) -> None:
        paths = [str(self._root / file) for file in config.engine.files]
        source = self._opened().files[config.engine.file]
        with lines_run(paths) as ran:
            if is_of_notebook(source):
                serve_cells(paths[0], source, source)
            import_engine(self._root, config.engine.file, config.engine.module)
        judging.import_lines = frozenset(ran)
        self._import_as_from_src()

    def _import_as_from_src(self) -> None:
        """Let tests import the engine as ``src.engine`` too, as a grade does: projects may have such a folder."""
        own = f"{self._root}/"
        loaded = [(name, module) for name, module in sys.modules.items() if _file_of(module).startswith(own)]
        sys.modules["src"] = types.ModuleType("src")
        sys.modules.update({f"src.{name}": module for name, module in loaded})

    def _write(self, texts: Mapping[str, str]) -> None:
        for file, text in texts.items():
            path = self._root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))

    def _forget(self) -> None:
        """Take out of this process what an earlier run imported."""
        own = f"{self._root}/"
        for name, module in list(sys.modules.items()):
            if _file_of(module).startswith(own) or name.partition(".")[0] == "src":
                del sys.modules[name]
        sys.path[:] = self._path
        linecache.clearcache()
        importlib.invalidate_caches()

    def _check_clean(self) -> None:
        if self._pristine is not None and (changed := self._pristine.changed()):
            self._tell(UncleanMessage(message=say(self._texts.python.replaced, name=changed), row=None))

    def warm_up(self) -> None:
        """Import what a first run would import, and remember what everything is by then."""
        with keeping_output():
            self._with_tests("def test_nothing():\n    pass\n", Alive(self._beat), lambda _: None)
        self._pristine = Pristine(WATCHED)

    # -- small things ----------------------------------------------------------------------------------

    def _open(self, project: PlaygroundProject) -> None:
        self._write(project.files)
        self._project, self._config = project, project.configured(self._root)

    def _opened(self) -> PlaygroundProject:
        assert self._project is not None
        return self._project

    def _opened_config(self) -> Config:
        assert self._config is not None
        return self._config

    def _tell(self, message: object) -> None:
        self._tell_text(msgspec.json.encode(message).decode())


def _file_of(module: types.ModuleType) -> str:
    return str(getattr(module, "__file__", None) or "")

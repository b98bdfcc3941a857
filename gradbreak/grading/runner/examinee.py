"""The process of one run: it installs an engine, collects the tests, runs them, and reports each outcome."""

from __future__ import annotations

import marshal
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from ...testing.fast_path import fast_path_tests, next_with_phases
from ...testing.outcome import Outcome
from ...testing.outcome_recorder import OutcomeRecorder
from ...testing.unguarded import ignore_unguarded_runners
from . import properties
from .collection import CollectionWatcher, Tell, collect
from .compiled import Compiled
from .direct import DirectTest, FoundFunctions, direct_tests
from .engine import SOURCE_FOLDER, install, module_name
from .events import LONGEST_NAME, encode
from .failure import describe
from .idle_clock import OwnWait
from .pytest_session import IdlePlugins
from .requests import Request, Setup
from .run_copy import RunCopy
from .student_modules import StudentModules

LONGEST_SHOWN = 100
"""How many characters are shown of a name that is too long."""


@dataclass(frozen=True)
class Prepared:
    """What the server has ready for every run.

    Attributes:
        setup: what holds for every run.
        session: pytest's.
        recorder: registered with it.
        watcher: registered with it.
        idle: the plugins that were taken out of it.
        copy: of the student's files.
        compiled: path of a file in that copy → compiled.
    """

    setup: Setup
    session: pytest.Session
    recorder: OutcomeRecorder[str]
    watcher: CollectionWatcher
    idle: IdlePlugins
    copy: RunCopy
    compiled: Mapping[str, Compiled]


@dataclass(frozen=True)
class Share:
    """The part of a run that one process is given.

    Attributes:
        request: the run.
        files: the test files to import.
        finished: tests that an earlier process of this run has run.
        direct: the tests to run in order, where all of them can be called directly; empty where not.
    """

    request: Request
    files: tuple[str, ...]
    finished: Collection[str]
    direct: Mapping[str, DirectTest]


def examine(prepared: Prepared, share: Share, secret: bytes, records: int, own_wait: OwnWait) -> None:
    """Run a share of a run in this process, which cannot be used for anything else afterwards.

    Args:
        prepared: what the server has ready.
        share: what to run.
        secret: how each line begins.
        records: the descriptor to write to.
        own_wait: of this process.
    """
    setup, request, own = prepared.setup, share.request, os.getpid()

    def send(*lines: bytes) -> None:
        if os.getpid() != own:
            os._exit(0)  # a test forked and came back twice; the one that was forked has no say
        view = memoryview(b"".join(secret + line for line in lines))
        while view:
            view = view[os.write(records, view) :]

    tell: Tell = lambda *event: send(encode(*event))  # noqa: E731  # a def would need the same line twice
    tell("file", "")
    root, submission = Path(setup.engine), Path(setup.submission)
    engine = marshal.loads(request.engine)  # the grader's own bytes
    request.engine.clear()  # frames above this one hold it too
    install(engine, setup.private, root, submission / SOURCE_FOLDER)
    del engine
    prepared.copy.make()
    os.chdir(submission)
    own_names = {module_name(file).partition(".")[0] for file in setup.private}
    modules = StudentModules(submission, setup.names, own_names, prepared.compiled)
    if share.direct:
        _run(list(_direct(share, modules, prepared, tell)), prepared, send, own_wait)
        return
    watcher = prepared.watcher
    watcher.tell = tell
    watcher.want(request.tests)
    found = collect(prepared.session, modules, share.files, watcher)
    prepared.idle.put_back(found)
    for item in found:
        if len(item.nodeid) > LONGEST_NAME:
            name = f"{item.nodeid[:LONGEST_SHOWN]}…"
            tell("uncollected", name, f"a test's name is longer than {LONGEST_NAME} characters")
    found = [item for item in found if len(item.nodeid) <= LONGEST_NAME]
    prepared.recorder.fast_path = fast_path_tests(prepared.session)
    if request.tests is None:
        for test in dict.fromkeys(item.nodeid for item in found[: setup.limits.tests + 1]):
            tell("found", test)
        found = found[: setup.limits.tests]
        # Settings of properties are replaced in pytest's items.
        for test, place in () if setup.properties else direct_tests(found, prepared.recorder.fast_path).items():
            tell("direct", test, place.function, float(place.case))
    chosen = {
        item.nodeid: item
        for item in found
        if item.nodeid not in share.finished and (request.tests is None or item.nodeid in request.tests)
    }
    items = list(reversed(chosen.values())) if request.backwards else list(chosen.values())
    _run(list(_collected(items, prepared)), prepared, send, own_wait)


RunTest = Callable[[], tuple[Outcome, str | None]]
"""Runs a test. It raises what ends the session."""


def _collected(items: list[pytest.Item], prepared: Prepared) -> Iterator[tuple[str, RunTest]]:
    """The tests that pytest has collected, each with its id."""
    setup, recorder = prepared.setup, prepared.recorder
    for item, following in zip(items, next_with_phases(items, recorder.fast_path), strict=True):
        if setup.properties:
            properties.isolate(item)
        yield item.nodeid, partial(recorder.run, item, following)


def _direct(share: Share, modules: StudentModules, prepared: Prepared, tell: Tell) -> Iterator[tuple[str, RunTest]]:
    """The tests that can be called directly and are there on this engine, each with its id."""
    setup = prepared.setup
    ignore_unguarded_runners()
    for file in share.files:
        tell("file", file)
        path = Path(setup.submission, file)
        try:
            found = FoundFunctions(modules.load(path))
            for _ in modules.load_conftests(path):
                pass
        except BaseException as error:  # noqa: BLE001  # whatever a file raises is its own problem
            tell("problem", file, describe(error, setup.submission, setup.packages))
            continue
        for test, place in share.direct.items():
            if test.startswith(f"{file}::") and test not in share.finished and (there := found.find(place)):
                yield test, partial(prepared.recorder.call, partial(_call, test, *there))


def _call(test: str, function: Callable[..., object], arguments: Mapping[str, object]) -> None:
    os.environ["PYTEST_CURRENT_TEST"] = f"{test} (call)"  # as pytest does
    function(**arguments)


def _run(tests: list[tuple[str, RunTest]], prepared: Prepared, send: Tell, own_wait: OwnWait) -> None:
    setup, ended = prepared.setup, b""
    for test, run in tests:
        # One write for the end of a test and the start of the next.
        send(*([ended] if ended else []), encode("start", test))
        began, waited = time.perf_counter(), own_wait.seconds()
        ends_session = False
        try:
            outcome, message = run()
        except BaseException as error:  # noqa: BLE001  # its fixtures were not torn down: run no further test here
            ends_session = True
            outcome, message = Outcome.FAILED, describe(error, setup.submission, setup.packages)
        # As on an idle machine: a busy one may have kept it waiting.
        seconds = time.perf_counter() - began - (own_wait.seconds() - waited)
        ended = encode("end", test, outcome, message or "", max(0.0, seconds))
        if ends_session:
            send(ended)
            return
    send(*([ended] if ended else []), encode("done"))

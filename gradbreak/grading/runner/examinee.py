"""The process of one run: it installs an engine, collects the tests, runs them, and reports each outcome."""

from __future__ import annotations

import marshal
import os
import shutil
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pytest

from ...testing.fast_path import fast_path_tests, next_with_phases
from ...testing.outcome import Outcome
from ...testing.outcome_recorder import OutcomeRecorder
from . import properties
from .collection import Tell, collect
from .engine import SOURCE_FOLDER, install, module_name
from .events import LONGEST_NAME, encode
from .failure import describe
from .requests import Request, Setup
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
    """

    setup: Setup
    session: pytest.Session
    recorder: OutcomeRecorder[str]


@dataclass(frozen=True)
class Share:
    """The part of a run that one process is given.

    Attributes:
        request: the run.
        files: the test files to import.
        finished: tests that an earlier process of this run has run.
    """

    request: Request
    files: tuple[str, ...]
    finished: Collection[str]


def examine(prepared: Prepared, share: Share, secret: bytes, records: int) -> None:
    """Run a share of a run in this process, which cannot be used for anything else afterwards.

    Args:
        prepared: what the server has ready.
        share: what to run.
        secret: how each line begins.
        records: the descriptor to write to.
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
    # Copied for each run, because tests may write to their own folder, and no run may see what another wrote.
    shutil.copytree(setup.original, submission, copy_function=shutil.copyfile, dirs_exist_ok=True)
    os.chdir(submission)
    modules = StudentModules(submission, setup.names, {module_name(file).partition(".")[0] for file in setup.private})
    found = collect(prepared.session, setup.submission, modules, share.files, setup.packages, tell)
    for item in found:
        if len(item.nodeid) > LONGEST_NAME:
            name = f"{item.nodeid[:LONGEST_SHOWN]}…"
            tell("uncollected", name, f"a test's name is longer than {LONGEST_NAME} characters")
    found = [item for item in found if len(item.nodeid) <= LONGEST_NAME]
    if request.tests is None:
        for test in dict.fromkeys(item.nodeid for item in found[: setup.limits.tests + 1]):
            tell("found", test)
        found = found[: setup.limits.tests]
    chosen = {
        item.nodeid: item
        for item in found
        if item.nodeid not in share.finished and (request.tests is None or item.nodeid in request.tests)
    }
    _run(list(reversed(chosen.values())) if request.backwards else list(chosen.values()), prepared, send)


def _run(items: list[pytest.Item], prepared: Prepared, send: Tell) -> None:
    setup, recorder, ended = prepared.setup, prepared.recorder, b""
    recorder.fast_path = fast_path_tests(prepared.session)
    for item, following in zip(items, next_with_phases(items, recorder.fast_path), strict=True):
        if setup.properties:
            properties.isolate(item)
        # One write for the end of a test and the start of the next: each wakes the reader.
        send(*([ended] if ended else []), encode("start", item.nodeid))
        began = time.perf_counter()
        ends_session = False
        try:
            outcome, message = recorder.run(item, following)
        except BaseException as error:  # noqa: BLE001  # its fixtures were not torn down: run no further test here
            ends_session = True
            outcome, message = Outcome.FAILED, describe(error, setup.submission, setup.packages)
        ended = encode("end", item.nodeid, outcome, message or "", time.perf_counter() - began)
        if ends_session:
            send(ended)
            return
    send(*([ended] if ended else []), encode("done"))

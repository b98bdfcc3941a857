"""The server: it prepares once, then answers one request after the other until its input ends."""

from __future__ import annotations

import gc
import os
import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ...testing.outcome_recorder import OutcomeRecorder
from . import properties
from .collection import CollectionWatcher
from .compiled import compile_ahead
from .confine import become
from .direct import DirectTest
from .events import encode
from .examinee import Prepared
from .failure import describe
from .processes import ProcessFamily, adopt_orphans, die_with_parent, hide_memory, ignore_signals
from .pytest_session import IdlePlugins, make_session
from .rehearsal import may_need_pytest, rehearse, rehearsed_setup
from .requests import Setup, read_frames, read_request, read_setup
from .run import OneRun
from .run_copy import RunCopy
from .scratch import empty
from .syscalls import filter_here
from .watching import GraderGoneError

NOBODY = 65534
"""Who to be where a container maps too few users for one of each sandbox's own."""


def serve() -> None:
    """Read from standard input and answer on standard output, neither of which a student's process has."""
    requests, answers, nothing = os.dup(0), os.dup(1), os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    os.close(nothing)
    ignore_signals()
    frames = read_frames(requests)
    setup = read_setup(next(frames)[0])

    noted = bytearray()

    def note(*event: str | float) -> None:
        noted.extend(encode(*event))

    def send() -> None:
        with memoryview(bytes(noted)) as whole:
            noted.clear()
            view = whole
            while view:
                view = view[os.write(answers, view) :]

    def tell(*event: str | float) -> None:
        note(*event)
        send()

    with rehearsed_setup(setup) as sample:
        rehearse(_with_session(sample), with_pytest=may_need_pytest(setup))
    prepared = _prepare(setup)
    if not _give_up_rights(setup):
        tell("damage", "no other user than root can read Python, or the folder of temporary files")
        return
    family = ProcessFamily(setup.own_processes)
    prepared = replace(prepared, compiled=compile_ahead(setup, (requests, answers)))
    busy_threads = 0 if setup.own_processes or setup.user is not None else _threads_of_user()
    filter_here(os.getpid(), None)
    # Whatever exists now lives as long as this process. Out of the collector's sight, a child's garbage
    # collection does not write to pages that it shares with its parent.
    gc.collect()
    gc.freeze()
    direct: dict[str, DirectTest] = {}
    tell("ready")
    try:
        for header, body in frames:
            run = OneRun(
                prepared, read_request(header, body), family, answers, requests, note, send, busy_threads, direct
            )
            seconds = run.carry_out()
            # Freed memory keeps its content, and the process of the next run begins as a copy of this one.
            body[:] = bytes(len(body))
            tell("over", seconds)
            if not run.is_clean:
                return
    except (BrokenPipeError, GraderGoneError):
        family.end()


def _prepare(setup: Setup) -> Prepared:
    sys.dont_write_bytecode = True
    os.chdir(setup.original)
    random.seed(0)
    random.seed(0)
    prepared = _with_session(setup)
    if setup.properties:
        properties.prepare(setup.scratch)
        empty(setup.scratch)  # what it left there is this user's, and could not be removed by another
    return prepared


def _with_session(setup: Setup) -> Prepared:
    work = Path(setup.submission)
    work.mkdir()  # only for pytest to see: each run makes it anew
    session = make_session(setup.submission)
    work.rmdir()
    recorder = OutcomeRecorder(lambda error: describe(error, setup.submission, setup.packages))
    copy = RunCopy(setup.original, setup.submission)
    watcher = CollectionWatcher(setup.submission, setup.packages)
    for plugin in (recorder, watcher):
        session.config.pluginmanager.register(plugin)
    return Prepared(setup, session, recorder, watcher, IdlePlugins(session), copy, {})


def _give_up_rights(setup: Setup) -> bool:
    """Become the user that the grader chose; whether this is not root in the end."""
    if setup.user is not None and os.getuid() == 0:
        needed = (os.__file__, pytest.__file__, setup.original, setup.engine)
        _ = become(setup.user, needed) or become(NOBODY, needed)
    if setup.own_processes:
        die_with_parent()  # and with this process, everything in its namespace
    adopt_orphans()
    hide_memory(True)
    return os.getuid() != 0


def _threads_of_user() -> int:
    """How many threads the user has, as the limit on processes counts them."""
    count = 0
    for status in Path("/proc").glob("[0-9]*"):
        try:
            if status.stat().st_uid == os.getuid():
                count += len(list((status / "task").iterdir()))
        except OSError:
            continue
    return count

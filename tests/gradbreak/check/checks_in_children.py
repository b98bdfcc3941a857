"""Checks of many engines, each in a child of a process that has imported the checker and nothing else.

A process of its own for each, as `check_in_process` has it, without starting Python and importing the checker for each.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from pathlib import Path

from gradbreak.check.checking import EngineCheck, checked
from gradbreak.engine.inspecting import LoadedEngine, load
from gradbreak.engine.locating import Located, locate


def checks(files: Iterable[Path], notebooks: Path) -> Iterator[EngineCheck]:
    """Check one engine after the other; how deep a graph may be is left out.

    Args:
        files: an engine each.
        notebooks: where modules that are made of notebooks are written.

    Raises:
        AssertionError: a file is no engine.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with context.Pool(1, maxtasksperchild=1) as pool:
        yield from pool.imap(_check, [locate([file], notebooks)[0] for file in files], chunksize=1)


def _check(candidate: Located) -> EngineCheck:
    engine = load(candidate, even_wrong=True)
    assert isinstance(engine, LoadedEngine), engine
    return checked(engine, candidate.file)[0]

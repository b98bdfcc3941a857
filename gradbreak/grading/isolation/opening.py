"""Opening an examiner: the best isolation that this machine has, and whatever that needs."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.isolation.examiner import ServerExaminer
from gradbreak.grading.isolation.interpreter import LOADER_FILES, executable, library_folders, package_files
from gradbreak.grading.isolation.limits import IsolationLimits, server_limits
from gradbreak.grading.isolation.sandbox import INSIDE, SHARED_MEMORY, choose_isolation, sandboxed
from gradbreak.grading.isolation.server_process import ServerEndedError, ServerProcess
from gradbreak.grading.isolation.staging import PROGRAM, Layout, staged
from gradbreak.grading.model import Examiner, IsolationKind, Submission, test_files
from gradbreak.grading.runner.processes import hide_memory
from gradbreak.grading.runner.requests import Setup
from gradbreak.grading.runner.scratch import empty
from gradbreak.process.parsing import parse

WORK = "submission"
"""The name of the folder, below that of temporary files, that tests run in."""

MIB = 1 << 20

PACKAGES = ("pytest", "hypothesis")
"""The installed packages that tests may always import, with what these require."""


@contextmanager
def open_examiner(
    submission: Submission,
    reference: Mapping[str, str],
    *,
    hash_seed: int,
    limits: IsolationLimits | None = None,
    more_packages: Sequence[str] = (),
    isolation: IsolationKind | None = None,
) -> Iterator[Examiner]:
    """An examiner for one submission; use and close it in the thread that opened it.

    Args:
        submission: whose tests to run.
        reference: the reference engine: file → text. It is what a look at the engine's source shows in
            every run.
        hash_seed: ``PYTHONHASHSEED`` of every process.
        limits: what a run may use.
        more_packages: the distributions that tests may import besides ``PACKAGES`` and the engine.
        isolation: what to run in; None for the best that works.

    Raises:
        CouldNotGrade: bubblewrap is asked for and does not work, a package is not installed, or the server does
            not start.
    """
    limits = limits or IsolationLimits()
    kind = choose_isolation(isolation)
    packages = tuple(dict.fromkeys((*PACKAGES, *more_packages)))
    found, as_user = package_files(packages), os.getuid() == 0
    # Each run works on a copy of the submission, which must not take what the rubric allows for temporary files.
    room = limits.scratch_mib + sum(map(len, submission.files.values())) // MIB + 1
    with staged(submission.files, reference) as layout:
        if kind == IsolationKind.BUBBLEWRAP:
            inside, front, scratch = INSIDE, sandboxed(layout, found, room), "/tmp"
            emptied: tuple[str, ...] = (scratch, SHARED_MEMORY)
        else:
            hide_memory(True)  # from tests that run as the same user
            _link(layout, found)
            inside, front, scratch = layout, [], str(layout.scratch)
            emptied = (scratch,)
        setup = Setup(
            original=str(inside.submission),
            submission=f"{scratch}/{WORK}",
            names=_names(submission.name),
            engine=str(inside.engine),
            scratch=scratch,
            emptied=emptied,
            files=test_files(submission.files),
            private=private_names(reference),
            packages=packages,
            properties=any(b"hypothesis" in content for content in submission.files.values()),
            user=None,
            readable=() if kind == IsolationKind.BUBBLEWRAP else _readable(layout, found),
            own_processes=kind == IsolationKind.BUBBLEWRAP,
            limits=server_limits(limits),
        )
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": scratch,
            "TMPDIR": scratch,
            "LANG": "C.UTF-8",
            # NumPy's threads count as the tests' own, and starting them takes half of the time of its import.
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONHASHSEED": str(hash_seed),
            "PYTHONPATH": os.pathsep.join([str(inside.program), str(inside.packages)]),
        }
        # Neither the folder of work nor any installed package is importable but the ones that are linked.
        command = [*front, str(executable()), "-B", "-P", "-s", "-S", "-m", PROGRAM]

        def start() -> ServerProcess:
            empty(str(layout.scratch))  # where there is no sandbox, a server that ended may have left something
            bare = layout if kind == IsolationKind.SUBPROCESS else None
            return ServerProcess(command, environment, layout.root, setup, as_user, bare)

        try:
            examiner = ServerExaminer(start, kind, limits)
        except ServerEndedError as error:
            raise CouldNotGrade(
                f"the process that runs tests does not start: {error}", "Install bubblewrap, or do not run as root"
            ) from None
        try:
            yield examiner
        finally:
            examiner.close()


def private_names(engine: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each file of an engine, the names of its top level that begin with one underscore."""
    return {
        file: tuple(dict.fromkeys(name for name in _bound(parse(text)) if name.startswith("_") and name[:2] != "__"))
        for file, text in engine.items()
    }


def _bound(module: ast.Module) -> Iterator[str]:
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield statement.name
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            yield from (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))


def _names(submission: str) -> tuple[str, ...]:
    """What the folder of a submission may be called in an import: as it was handed in, and as the task has it."""
    own = submission.rpartition("/")[2]
    return tuple(dict.fromkeys([*([own] if own.isidentifier() else []), "tests"]))


def _readable(layout: Layout, packages: Mapping[str, Path]) -> tuple[str, ...]:
    """All that Python and the tests need, where no sandbox is made of just that."""
    own = (layout.submission, layout.engine, layout.program, layout.packages)
    system = (*library_folders(), Path("/usr/share/zoneinfo"), *map(Path, LOADER_FILES), executable())
    return tuple(str(path) for path in (*own, *packages.values(), *system))


def _link(layout: Layout, packages: Mapping[str, Path]) -> None:
    """Make packages importable where no sandbox shows them in their place."""
    for name, path in packages.items():
        (layout.packages / name).symlink_to(path)

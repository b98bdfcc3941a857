"""The private folder that a submission is laid out in, and where its parts are seen from inside."""

from __future__ import annotations

import compileall
import contextlib
import fcntl
import functools
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec import Struct

from gradbreak import testing
from gradbreak.grading import runner
from gradbreak.grading.runner.scratch import empty

PREFIX = "examination-"
"""How the folders' names begin."""

NEW_SECONDS = 60.0
"""A folder younger than this may not be held yet."""

PROGRAM = "examination.sandbox.runner"
"""The name of the runner's package inside, where nothing is called after the grader."""

COPIES = {"examination/sandbox/runner": runner, "examination/testing": testing}
"""Folder below the program → the package that is copied there. The runner imports the other package relatively, so
each has as many folders above it as it has packages above it here."""


class Layout(Struct, frozen=True):
    """Where a server finds everything.

    Attributes:
        root: the folder around it all.
    """

    root: Path

    @property
    def submission(self) -> Path:
        """The student's files."""
        return self.root / "submission"

    @property
    def engine(self) -> Path:
        """The reference engine's files."""
        return self.root / "engine"

    @property
    def packages(self) -> Path:
        """Packages that tests may import."""
        # So called, because Hypothesis would read every module of packages elsewhere for constants: two seconds.
        return self.root / "site-packages"

    @property
    def program(self) -> Path:
        """The folder that holds a copy of the server's package: a link or a mount would tell where the grader is."""
        return self.root / "program"

    @property
    def scratch(self) -> Path:
        """What tests may write to, where it is not ``/tmp``."""
        return self.root / "scratch"

    def hand_over(self, user: int) -> None:
        """Let another user, whose group has the same number, read everything and write to ``scratch``."""
        os.chown(self.root, -1, user)
        self.root.chmod(0o750)
        os.chown(self.scratch, user, user)


class ProgramFile(Struct, frozen=True):
    """A file of the program.

    Attributes:
        content: of the file.
        modified: when it was, in seconds of Unix time. Python recognises compiled files by it.
    """

    content: bytes
    modified: float


@functools.cache
def program_files() -> Mapping[str, ProgramFile]:
    """The files of the program by their paths below its folder, compiled ones included.

    Nothing compiles beside a package what only a sandbox imports, and in a sandbox nothing can be kept: without this,
    each server would compile the program again, for a quarter of a second.
    """
    with tempfile.TemporaryDirectory(prefix="gradbreak-program-") as folder:
        for place, package in COPIES.items():
            shutil.copytree(Path(str(package.__file__)).parent, Path(folder, place))
        compileall.compile_dir(folder, quiet=2, stripdir=folder)  # what is compiled already stays
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        return {
            path.relative_to(folder).as_posix(): ProgramFile(path.read_bytes(), path.stat().st_mtime) for path in paths
        }


@contextmanager
def staged(submission: Mapping[str, bytes], engine: Mapping[str, str]) -> Iterator[Layout]:
    """Lay out a submission and the reference engine in a new private folder, and remove it in the end.

    Args:
        submission: file → content.
        engine: file → text.
    """
    remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    # Held as long as this process lives, however it ends.
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        layout = Layout(folder)
        for part in (layout.submission, layout.engine, layout.packages, layout.program, layout.scratch):
            part.mkdir(mode=0o755)
        for name, file in program_files().items():
            _write(layout.program, name, file.content)
            os.utime(layout.program / name, (file.modified, file.modified))
        for name, content in submission.items():
            _write(layout.submission, name, content)
        for name, text in engine.items():
            _write(layout.engine, name, text.encode())
        yield layout
    finally:
        _remove(folder)
        os.close(held)


def remove_abandoned() -> None:
    """Remove the folders of graders that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # somebody else's, or removed by another grader at this moment
            if time.time() - folder.lstat().st_mtime < NEW_SECONDS:
                continue
            held = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
            finally:
                os.close(held)


def _remove(folder: Path) -> None:
    empty(str(Layout(folder).scratch))
    # A subprocess without a sandbox may have left what cannot be removed, and a grade is no less true for it.
    shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, name: str, content: bytes) -> None:
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"{name!r} is not inside its folder")
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    path.write_bytes(content)
    path.chmod(0o644)

"""Finished grades on disk, so that a batch which was ended goes on where it was."""

from __future__ import annotations

import contextlib
import fcntl
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak.errors import Busy, ConfigError
from gradbreak.grading.model import GradedSubmission

FILE = "grades.jsonl"


class _GradeRecord(Struct, frozen=True):
    """One grade.

    Attributes:
        key: of the submission's content and all else that its grade depends on.
        graded: the grade, and the rows behind it.
    """

    key: str
    graded: GradedSubmission


class GradeJournal:
    """Grades by key. Only where each stands in the file is kept in memory, however many there are.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, int] = {}
        self._lock = threading.Lock()
        if path.exists():
            with path.open("rb") as file:
                place = 0
                for line in file:
                    # What was cut off, or written by another version, is graded again.
                    with contextlib.suppress(msgspec.DecodeError):
                        self._places[msgspec.json.decode(line, type=_GradeRecord).key] = place
                    place += len(line)

    def __contains__(self, key: str) -> bool:
        with self._lock:
            return key in self._places

    def read(self, key: str) -> GradedSubmission:
        """The grade with this key.

        Raises:
            KeyError: there is none.
        """
        with self._lock, self._path.open("rb") as file:
            file.seek(self._places[key])
            return msgspec.json.decode(file.readline(), type=_GradeRecord).graded

    def append(self, key: str, graded: GradedSubmission) -> None:
        """Keep a finished grade: the file has it when this returns."""
        line = msgspec.json.encode(_GradeRecord(key, graded)) + b"\n"
        with self._lock, self._path.open("ab") as file:
            # The line break ends a line that an interruption may have cut off.
            file.write(b"\n" + line)
            file.flush()
            self._places[key] = file.tell() - len(line)


@contextlib.contextmanager
def open_grade_journal(folder: Path, *, fresh: bool = False) -> Iterator[GradeJournal]:
    """The journal in a folder, held by this process alone.

    Args:
        folder: made where it is missing.
        fresh: forget what earlier batches left.

    Raises:
        Busy: another batch holds it.
        ConfigError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("# What gradbreak keeps between commands; safe to delete.\n*\n")
        lock = (folder / f"{FILE}.lock").open("w")
    except OSError as error:
        raise ConfigError(f"{folder} cannot be used: {error.strerror}", "Make it a folder to write to") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"another batch is being graded with {folder}", "Wait for it to end") from None
        if fresh:
            (folder / FILE).unlink(missing_ok=True)
        yield GradeJournal(folder / FILE)

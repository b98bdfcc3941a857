"""Keeps finished grades on disk, so that an interrupted batch continues where it stopped."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak.errors import ConfigError
from gradbreak.grading.model import GradedSubmission
from gradbreak.process.files import append_line, locked, read_lines

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
        for place, record in read_lines(path, _GradeRecord):
            self._places[record.key] = place

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
        with self._lock:
            self._places[key] = append_line(self._path, _GradeRecord(key, graded))


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
    with contextlib.ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / ".gitignore").exists():
                (folder / ".gitignore").write_text("# What gradbreak keeps between commands; safe to delete.\n*\n")
            held.enter_context(locked(folder / f"{FILE}.lock", f"another batch is being graded with {folder}"))
        except OSError as error:
            raise ConfigError(f"{folder} cannot be used: {error.strerror}", "Make it a folder to write to") from None
        if fresh:
            (folder / FILE).unlink(missing_ok=True)
        yield GradeJournal(folder / FILE)

"""Keeps finished grades on disk, so that an interrupted batch continues where it stopped.

Each grade is signed with a key that lies beside the journal. A student's test that can write to the journal, which it
can only without a sandbox, changes no grade by that as long as it cannot read the key: the grade is refused, and the
submission graded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.errors import ConfigError
from gradbreak.grading.model import GradedSubmission
from gradbreak.process.files import append_line, locked, read_lines

FILE = "grades.jsonl"

KEY_FILE = "grades.key"
"""What grades are signed with. Only its owner may read it."""

KEY_BYTES = 32


class _GradeRecord(Struct, frozen=True):
    """One grade.

    Attributes:
        key: of the submission's content and all else that its grade depends on.
        graded: the grade, and the rows behind it, as they were signed.
        signature: of both, as hexadecimal digits; empty in what gradbreak wrote before it signed grades.
    """

    key: str
    graded: msgspec.Raw
    signature: str = ""


class _WhoseGrade(Struct, frozen=True):
    """The part of a grade that says which version made it; every version has written it so."""

    gradbreak_version: str


class _GradeOfAnyVersion(Struct, frozen=True):
    """What can be read of a grade whatever version made it: that of an engine says its version itself."""

    grade: _WhoseGrade | None = None
    gradbreak_version: str | None = None


class Named(Protocol):
    """A grade that says whose it is."""

    @property
    def submission(self) -> str:
        """The name of the submission."""


T = TypeVar("T", bound=Named)


class GradeJournal(Generic[T]):
    """Grades by key. Only where each stands in the file is kept in memory, however many there are.

    Args:
        path: the file.
        secret: what grades are signed with.
        kind: the type of a grade.
    """

    def __init__(self, path: Path, secret: bytes, kind: type[T]) -> None:
        self._path = path
        self._kind = kind
        self._secret = secret
        self._places: dict[str, int] = {}
        self._keys_of: dict[str, dict[str, None]] = {}
        self._lock = threading.Lock()
        self.refused = 0
        """How many grades of the file are not used, because gradbreak did not sign them so."""
        self.unsigned = 0
        """How many are not used, because they have no signature."""
        self.of_other_versions: Counter[str] = Counter()
        """How many are not used, because another version of gradbreak made them: version → grades."""
        for place, record in read_lines(path, _GradeRecord):
            version = _version_of(record)
            if version is None:
                continue  # no grade at all
            graded = self._decoded(record)
            if not record.signature:
                self.unsigned += 1
            elif not self._is_signed(record):
                self.refused += 1
            elif version != __version__ or graded is None:
                self.of_other_versions[version] += 1
            else:
                self._places[record.key] = place
                self._note(record.key, graded)

    def __contains__(self, key: str) -> bool:
        with self._lock:
            return key in self._places

    def read(self, key: str) -> T:
        """The grade with this key.

        Raises:
            KeyError: there is none, or the file was changed since.
        """
        with self._lock:
            place = self._places[key]
            try:
                with self._path.open("rb") as file:
                    file.seek(place)
                    record = msgspec.json.decode(file.readline(), type=_GradeRecord)
            except (OSError, msgspec.DecodeError):
                record = None
            is_whole = record is not None and record.key == key and self._is_signed(record)
            graded = self._decoded(record) if record is not None and is_whole else None
            if graded is None:
                self.refused += 1
                del self._places[key]
                raise KeyError(key)
            return graded

    def append(self, key: str, graded: T) -> None:
        """Keep a finished grade: the file has it when this returns."""
        encoded = msgspec.Raw(msgspec.json.encode(graded))
        with self._lock:
            self._places[key] = append_line(self._path, _GradeRecord(key, encoded, self._signature(key, encoded)))
            self._note(key, graded)

    def previous(self, graded: T) -> T | None:
        """The grade of the same name before this one: its author's last attempt. None where there is none.

        Args:
            graded: a grade of this journal.
        """
        with self._lock:
            keys = list(self._keys_of.get(graded.submission, ()))
        for key in reversed(keys):
            with contextlib.suppress(KeyError):  # the file was changed since
                found = self.read(key)
                if found != graded:
                    return found
        return None

    def _note(self, key: str, graded: T) -> None:
        """Remember whose grade it is, the latest last."""
        keys = self._keys_of.setdefault(graded.submission, {})
        keys.pop(key, None)
        keys[key] = None

    def _signature(self, key: str, graded: msgspec.Raw) -> str:
        # The key has a fixed alphabet and no zero byte, so no two pairs give the same message.
        return hmac.new(self._secret, key.encode() + b"\0" + bytes(graded), hashlib.sha256).hexdigest()

    def _is_signed(self, record: _GradeRecord) -> bool:
        return hmac.compare_digest(self._signature(record.key, record.graded).encode(), record.signature.encode())

    def _decoded(self, record: _GradeRecord) -> T | None:
        """The grade of a record; None where it is of another version of gradbreak."""
        try:
            return msgspec.json.decode(record.graded, type=self._kind)
        except msgspec.DecodeError:
            return None


def _version_of(record: _GradeRecord) -> str | None:
    """The version of gradbreak that made a grade; None where it is no grade."""
    try:
        found = msgspec.json.decode(record.graded, type=_GradeOfAnyVersion)
        return found.grade.gradbreak_version if found.grade is not None else found.gradbreak_version
    except msgspec.DecodeError:
        return None


@contextlib.contextmanager
def open_grade_journal(folder: Path, *, fresh: bool = False) -> Iterator[GradeJournal[GradedSubmission]]:
    """The journal of suites' grades in a folder, held by this process alone; see ``open_journal``."""
    with open_journal(folder, FILE, GradedSubmission, fresh=fresh) as journal:
        yield journal


@contextlib.contextmanager
def open_journal(folder: Path, file: str, kind: type[T], *, fresh: bool = False) -> Iterator[GradeJournal[T]]:
    """A journal in a folder, held by this process alone.

    Args:
        folder: made where it is missing.
        file: the journal's name.
        kind: the type of a grade.
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
            held.enter_context(locked(folder / f"{file}.lock", f"another batch is being graded with {folder}"))
            secret = _secret(folder / KEY_FILE)
        except OSError as error:
            raise ConfigError(f"{folder} cannot be used: {error.strerror}", "Make it a folder to write to") from None
        if fresh:
            (folder / file).unlink(missing_ok=True)
        yield GradeJournal(folder / file, secret, kind)


def _secret(path: Path) -> bytes:
    """The key, made where it is missing or damaged."""
    with contextlib.suppress(FileNotFoundError):
        secret = path.read_bytes()
        if len(secret) == KEY_BYTES:
            return secret
        path.unlink()
    secret = secrets.token_bytes(KEY_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
    return secret

"""Files that several commands share: replaced in one step, locked, and appended to line by line."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from gradbreak.errors import Busy

T = TypeVar("T")


@contextlib.contextmanager
def replacing(path: Path, beside: Path) -> Iterator[Path]:
    """Replace a file in one step, so that no reader ever sees half of it.

    Args:
        path: the file.
        beside: where the body of the ``with`` statement writes the new content, in the same folder; moved over
            ``path`` in the end, and removed where the body raises.

    Raises:
        OSError: the folder is missing or cannot be written to; ``path`` is as it was.
    """
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Replace the content of a file in one step, or make the file.

    Raises:
        OSError: the folder is missing or cannot be written to; ``path`` is as it was.
    """
    # Not tempfile: its files are for their owner alone, and a results file is shared like any other.
    with replacing(path, path.with_name(f".{path.name}.{os.getpid()}.part")) as beside:
        beside.write_bytes(data)


@contextlib.contextmanager
def locked(path: Path, busy: str) -> Iterator[None]:
    """Hold a lock file for this process alone.

    The lock ends with the process, however it ends, so none is ever left behind.

    Args:
        path: the lock file, made where it is missing.
        busy: what to tell the user where another process holds it.

    Raises:
        Busy: another process holds it.
        OSError: the file cannot be made.
    """
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(busy, "Wait for it to end") from None
        yield


def append_line(path: Path, value: object) -> int:
    """Append a value to a file as one line of JSON, which the file has when this returns.

    Returns:
        Where the line begins, in bytes.
    """
    line = msgspec.json.encode(value) + b"\n"
    with path.open("ab") as file:
        # The line break ends a line that an interruption may have cut off.
        file.write(b"\n" + line)
        file.flush()
        return file.tell() - len(line)


def read_lines(path: Path, kind: type[T]) -> Iterator[tuple[int, T]]:
    """The values that were appended to a file, each with where its line begins, in bytes.

    A line is left out that was cut off by an interruption or written by another version of gradbreak. Where there is
    no file, there are no values.
    """
    if path.exists():
        decoder = msgspec.json.Decoder(kind)
        with path.open("rb") as file:
            place = 0
            for line in file:
                with contextlib.suppress(msgspec.DecodeError):
                    yield place, decoder.decode(line)
                place += len(line)

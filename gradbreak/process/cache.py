"""The folder in which gradbreak keeps what it needs between commands, and values that are computed once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from gradbreak.process.files import locked, write_whole

T = TypeVar("T")

CACHE = ".gradbreak"
"""The folder under the root; nothing else of the project is written to."""

_IGNORE = (
    "# What gradbreak keeps between commands. Safe to delete, unless a break is applied: `gradbreak break status`.\n*\n"
)


@contextlib.contextmanager
def locked_cache(root: Path) -> Iterator[Path]:
    """The project's cache folder, made where it is missing and locked for this process alone.

    Args:
        root: the project's folder.

    Raises:
        Busy: another process holds it.
        OSError: the folder cannot be made or written to.
    """
    folder = root / CACHE
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text(_IGNORE)
    with locked(folder / "lock", f"another run is going on in {root}"):
        yield folder


class _Cached(Struct, Generic[T], frozen=True):
    """A value on disk.

    Attributes:
        digest: of all that the value depends on.
        value: the value.
    """

    digest: str
    value: T


def cached(path: Path | None, digest: str, kind: type[T], make: Callable[[], T]) -> T:
    """A value from the last time it was made, or made now and kept.

    Args:
        path: the file that it is kept in; None to make it each time.
        digest: of all that the value depends on; a kept one of another digest is not used.
        kind: the value's type, which msgspec must encode.
        make: makes the value. What it raises is passed on, and nothing is kept.
    """
    if path is not None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            kept = msgspec.json.decode(path.read_bytes(), type=_Cached[kind])  # type: ignore[valid-type]  # a run-time type
            if kept.digest == digest:
                return kept.value
    value = make()
    if path is not None:
        write_whole(path, msgspec.json.encode(_Cached(digest, value)))
    return value

"""The folder in which gradbreak keeps what it needs between commands, held by one process at a time."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from gradbreak.errors import Busy

CACHE = ".gradbreak"
"""The folder under the root; nothing else of the project is written to."""

_IGNORE = (
    "# What gradbreak keeps between commands. Safe to delete, unless a break is applied: `gradbreak break status`.\n*\n"
)


@contextlib.contextmanager
def held_cache(root: Path) -> Iterator[Path]:
    """The project's cache folder, made where it is missing, for this process alone.

    The lock ends with the process, however it ends, so that none is ever left behind.

    Args:
        root: the project's folder.

    Raises:
        Busy: another process holds it.
        OSError: the folder cannot be made or written to.
    """
    folder = root / CACHE
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text(_IGNORE)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"another run is going on in {root}", "Wait for it to end") from None
        yield folder

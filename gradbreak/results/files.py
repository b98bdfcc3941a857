"""Files that are complete or not there: written beside the target, then moved over it."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step, so that no reader ever sees half a file.

    Raises:
        OSError: the folder is missing or cannot be written to; ``path`` is as it was.
    """
    # Not tempfile: its files are for their owner alone, and a results file is shared like any other.
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

"""Writes the example project into a folder of the user's."""

from __future__ import annotations

import os
from pathlib import Path

from gradbreak.errors import GradbreakError
from gradbreak.example.files import example_files


def write_example(folder: Path) -> None:
    """Write the example project into a new folder, or into an empty one.

    Args:
        folder: where; it appears complete or not at all.

    Raises:
        GradbreakError: the folder has something in it or cannot be written, or this installation has no example.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GradbreakError(f"{folder} is not empty", "Name a folder that does not exist yet")
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        for name, content in example_files().items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        beside.replace(folder)
    except OSError as error:
        raise GradbreakError(
            f"{error.filename or folder} cannot be written: {error.strerror}", "Name another folder"
        ) from None

"""Lists the files of gradbreak itself, and what it needs from the package index.

An autograder gets the source instead of a requirement. So it grades with exactly this version, and needs the index
only for the other packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires
from importlib.resources import files
from importlib.resources.abc import Traversable

from gradbreak.errors import GradbreakError
from gradbreak.grading.assignment.project_files import Files

PACKAGE = "gradbreak"


def package_files() -> Files:
    """Every file of the package, under its name."""
    return {f"{PACKAGE}/{name}": content for name, content in _walk(files(PACKAGE), "")}


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield f"{prefix}{entry.name}", entry.read_bytes()


def requirements(more: Sequence[str] = ()) -> tuple[str, ...]:
    """What the package needs, as lines for pip; without what is optional.

    Args:
        more: the names of packages that are wanted besides.

    Raises:
        GradbreakError: the package is not installed, so nobody knows what it needs.
    """
    try:
        declared = requires(PACKAGE) or []
    except PackageNotFoundError:
        raise GradbreakError(f"{PACKAGE} is not installed, only on the path", "Install it with pip") from None
    return (*(line for line in declared if not re.search(r";.*\bextra\s*==", line)), *more)

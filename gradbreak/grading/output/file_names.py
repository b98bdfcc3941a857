"""Names of files for submissions, whatever the submissions are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 80
"""Characters of a name; with a suffix and a folder around it every file system takes that."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows does not take for a file, whatever comes after the dot."""


def file_names(names: Sequence[str]) -> tuple[str, ...]:
    """A name for each submission, without suffix: letters, digits, dots, dashes and underscores.

    No two are the same, in upper or lower case either, as some file systems cannot tell those apart.

    Args:
        names: of the submissions.
    """
    taken: set[str] = set()
    found = []
    for name in names:
        base = _safe(name)
        unique, number = base, 2
        while unique.casefold() in taken:
            unique, number = f"{base}-{number}", number + 1
        taken.add(unique.casefold())
        found.append(unique)
    return tuple(found)


def _safe(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", plain)[:LONGEST].strip("._-")
    return f"_{safe}" if not safe or _RESERVED.fullmatch(safe) else safe

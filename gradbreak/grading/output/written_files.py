"""Names and writes the files of a batch, and removes those that an earlier batch wrote."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from gradbreak.process.files import write_whole

LIST = ".written"
"""The file that lists what was written, in the format of sha256sum."""

LONGEST_NAME = 80
"""Characters. Every file system takes that, with a suffix and a folder around it."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows refuses, whatever comes after the dot."""

_LINE = re.compile(r"([0-9a-f]{64})  ([^/\\\0]+)")


class WrittenFiles:
    """The files that this batch and earlier ones wrote into one folder.

    A file is listed before it is written, so a batch that is killed leaves no file that is not listed.

    Args:
        folder: an existing folder.
        listed_in: the folder of the list.
    """

    def __init__(self, folder: Path, listed_in: Path) -> None:
        self._folder = folder
        self._list = listed_in / LIST
        self._written: dict[str, str] = {}
        self._known: dict[str, set[str]] = {}
        if self._list.exists():
            for line in self._list.read_text("utf-8", errors="replace").splitlines():
                match = _LINE.fullmatch(line)
                if match:
                    self._known.setdefault(match[2], set()).add(match[1])

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole.

        Raises:
            OSError: it cannot be written.
        """
        self._written[name] = hashlib.sha256(data).hexdigest()
        with self._list.open("a", encoding="utf-8") as file:
            # The leading line break ends a line that an interruption may have cut off.
            file.write("\n" + _line(self._written[name], name))
        write_whole(self._folder / name, data)

    def remove_others(self) -> None:
        """Remove the files of earlier batches that nobody has changed since, and list only those of this batch.

        Raises:
            OSError: one cannot be removed.
        """
        for name, digests in self._known.items():
            path = self._folder / name
            if name in self._written or path.is_symlink() or not path.is_file():
                continue
            if hashlib.sha256(path.read_bytes()).hexdigest() in digests:
                path.unlink()
        lines = [_line(digest, name) for name, digest in sorted(self._written.items())]
        write_whole(self._list, "".join(lines).encode())


def _line(digest: str, name: str) -> str:
    return f"{digest}  {name}\n"


def file_names(names: Sequence[str]) -> tuple[str, ...]:
    """A file name without suffix for each submission: letters, digits, dots, dashes and underscores.

    No two differ only in case, because some file systems cannot tell those apart.

    Args:
        names: the names of the submissions.
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
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", plain)[:LONGEST_NAME].strip("._-")
    return f"_{safe}" if not safe or _RESERVED.fullmatch(safe) else safe

"""The files of a folder that the grader itself wrote, so that those of an earlier batch can go and no other does."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from gradbreak.results.files import write_whole

LIST = ".written"
"""The list's name: a line for each file, as sha256sum writes and checks them."""

_LINE = re.compile(r"([0-9a-f]{64})  ([^/\\\0]+)")


class WrittenFiles:
    """Files in one folder, written by this batch and by earlier ones.

    A file is listed before it is written, so that a batch which is killed leaves none that is not listed.

    Args:
        folder: where they are; an existing one.
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
            # The line break in front ends a line that an interruption may have cut off.
            file.write("\n" + _line(self._written[name], name))
        write_whole(self._folder / name, data)

    def remove_others(self) -> None:
        """Remove the files of earlier batches that are as those left them, and list those of this one alone.

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

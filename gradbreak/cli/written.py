"""What the last run has written, so that an unchanged one need not write it again."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak.model import Results
from gradbreak.process.files import write_whole
from gradbreak.results import encode_results

NOTE = "written.json"


class WrittenReport(Struct, frozen=True):
    """The files of the last run.

    Attributes:
        folder: where they are, absolute.
        language: of ``index.html``.
        digests: file name → SHA-256, hexadecimal.
    """

    folder: str
    language: str
    digests: dict[str, str]


def note_written(folder: Path, language: str, cache: Path) -> None:
    """Keep what a run has just written.

    Args:
        folder: where it wrote to.
        language: of ``index.html``.
        cache: the folder of the cache.

    Raises:
        OSError: a file of the run is missing, or the cache cannot be written to.
    """
    names = [*sorted(path.name for path in folder.glob("index*.html")), "results.json", "mutation-report.json"]
    digests = {name: _digest((folder / name).read_bytes()) for name in names}
    write_whole(cache / NOTE, msgspec.json.encode(WrittenReport(str(folder.absolute()), language, digests)))


def is_written(results: Results, folder: Path, language: str, cache: Path) -> bool:
    """Whether the files of these results are in ``folder`` as the last run wrote them.

    Args:
        results: of a run.
        folder: where they are looked for.
        language: of ``index.html``.
        cache: the folder of the cache.
    """
    with contextlib.suppress(OSError, msgspec.DecodeError):
        written = msgspec.json.decode((cache / NOTE).read_bytes(), type=WrittenReport)
        found = {name: _digest((folder / name).read_bytes()) for name in written.digests}
        return (
            (written.folder, written.language) == (str(folder.absolute()), language)
            and written.digests["results.json"] == _digest(encode_results(results))
            and found == written.digests
        )
    return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

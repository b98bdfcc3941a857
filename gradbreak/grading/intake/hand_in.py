"""What one student handed in: the files, folders and archives that are one submission."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class HandIn(Struct, frozen=True, kw_only=True):
    """What one student handed in.

    Attributes:
        name: of the submission; readable, and unique in a batch.
        paths: each file, folder or archive, and what a single file is called in the submission; empty for its own name.
        replaced: names of files of which a newer upload counts.
        is_engine: it is an engine that is graded, and no suite of tests.
    """

    name: str
    paths: tuple[tuple[Path, str], ...]
    replaced: tuple[str, ...] = ()
    is_engine: bool = False

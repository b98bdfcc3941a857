"""Finished rows on disk, so that an interrupted run goes on and an unchanged one has little to do.

A row is one mutant on one suite. It is used wherever its key comes up again, so nothing is ever invalidated: a change
leads to other keys (see ``row_keys``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak.errors import ConfigError
from gradbreak.model import Failure, Order
from gradbreak.process.cache import CACHE, locked_cache
from gradbreak.process.files import append_line, read_lines, write_whole
from gradbreak.testing.outcome import Outcome

LARGEST = 64 * 1024 * 1024
"""In bytes; a larger journal is reduced to the rows of the last run."""


class CellAnswer(Struct, frozen=True, array_like=True):
    """What came of one test on one mutant: the part of a verdict that a row keeps.

    Attributes:
        outcome: what came of it.
        failure: the reason, where it failed.
        digest: a fingerprint of what it wrote, where it passed and that was recorded to the end.
        killed_under: the order under which it failed, where it passed under another; never in the journal, where each
            row is of one order.
    """

    outcome: Outcome
    failure: Failure | None = None
    digest: str | None = None
    killed_under: Order | None = None


class JournalRow(Struct, frozen=True):
    """One mutant on one suite.

    Attributes:
        key: what the answers depend on.
        answers: test id → answer.
        tries: how many runs have tried in vain to record what each test that passed wrote; 0 where that is recorded.
    """

    key: str
    answers: dict[str, CellAnswer]
    tries: int = 0


class Journal:
    """The rows of earlier runs, and a place to append those of this one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, JournalRow] = {}

    def load(self) -> None:
        """Read what is there. A line that was cut off by an interruption is skipped."""
        self.rows |= {row.key: row for _, row in read_lines(self.path, JournalRow)}

    def clear(self) -> None:
        """Forget every row."""
        self.rows.clear()
        self.path.unlink(missing_ok=True)

    def append(self, row: JournalRow) -> None:
        """Keep a finished row: it is on disk when this returns."""
        self.rows[row.key] = row
        append_line(self.path, row)

    def forget(self, keys: Iterable[str]) -> None:
        """Take rows back."""
        for key in keys:
            self.rows.pop(key, None)
        self._rewrite(self.rows.values())

    def compact(self, keys: Iterable[str]) -> None:
        """Reduce a journal that has grown too large to the rows that were used now."""
        if self.path.exists() and self.path.stat().st_size > LARGEST:
            self._rewrite(self.rows[key] for key in keys)

    def _rewrite(self, rows: Iterable[JournalRow]) -> None:
        write_whole(self.path, b"".join(msgspec.json.encode(row) + b"\n" for row in rows))


@contextlib.contextmanager
def open_journal(root: Path, *, fresh: bool) -> Iterator[Journal]:
    """The project's journal, held by this process alone.

    Args:
        root: the project's folder.
        fresh: forget what earlier runs left.

    Raises:
        Busy: another run holds it.
        ConfigError: its folder cannot be made or written to.
    """
    with contextlib.ExitStack() as held:
        try:
            folder = held.enter_context(locked_cache(root))
        except OSError as error:
            raise ConfigError(
                f"{root / CACHE} cannot be used: {error.strerror}", "Make it a folder to write to"
            ) from None
        journal = Journal(folder / "journal.jsonl")
        if fresh:
            journal.clear()
        else:
            journal.load()
        yield journal

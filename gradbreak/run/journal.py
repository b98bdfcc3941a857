"""Finished rows on disk, so that an interrupted run goes on and an unchanged one has little to do.

A row is one mutant on one suite. Its key is a hash of everything that its verdicts can depend on:
the engine, the change, the suite's files and everything they import or read in the project, the limits and
the versions of what runs them. A row is used where its key comes up again, so nothing has to be
invalidated: what changed asks for other keys. Engine files count by their syntax tree, so that a
comment touches no row.
"""

from __future__ import annotations

import ast
import bisect
import contextlib
import hashlib
import io
import platform
import tokenize
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.engine.edits import Edit
from gradbreak.engine.lines import line_starts
from gradbreak.errors import ConfigError
from gradbreak.model import Failure
from gradbreak.process.cache import CACHE, held_cache
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.testing.outcome import Outcome

LARGEST = 64 * 1024 * 1024
"""In bytes; a larger journal is reduced to the rows of the last run."""


MEANING = "2"
"""Part of every key: to be counted up where rows come to mean something else."""


class CellAnswer(Struct, frozen=True, array_like=True):
    """What came of one test on one mutant: the part of a verdict that a row keeps.

    Attributes:
        outcome: what came of it.
        failure: the reason, where it failed.
        digest: a fingerprint of what it wrote, where it passed and that was recorded to the end.
    """

    outcome: Outcome
    failure: Failure | None = None
    digest: str | None = None


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
        if self.path.exists():
            for line in self.path.read_bytes().splitlines():
                with contextlib.suppress(msgspec.DecodeError):
                    row = msgspec.json.decode(line, type=JournalRow)
                    self.rows[row.key] = row

    def clear(self) -> None:
        """Forget every row."""
        self.rows.clear()
        self.path.unlink(missing_ok=True)

    def append(self, row: JournalRow) -> None:
        """Keep a finished row: it is on disk when this returns."""
        self.rows[row.key] = row
        # The leading line break ends a line that an interruption may have cut off.
        with self.path.open("ab") as file:
            file.write(b"\n" + msgspec.json.encode(row))

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
        fresh = self.path.with_suffix(".new")
        fresh.write_bytes(b"\n".join(msgspec.json.encode(row) for row in rows))
        fresh.replace(self.path)


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
            folder = held.enter_context(held_cache(root))
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


class Keys:
    """Makes the keys of one run's rows."""

    def __init__(self, config: Config, sources: Mapping[str, str], baselines: Iterable[SuiteBaseline]) -> None:
        self._common = [
            MEANING,
            __version__,
            platform.python_version(),
            *(version(package) for package in ("mutmut", "pytest", "coverage", "hypothesis")),
            *(_tree(source) for source in sources.values()),
            msgspec.json.encode(config.limits).decode(),
            # What is recorded of a test's writes; what an operation is called changes nothing.
            msgspec.json.encode(msgspec.structs.replace(config.engine, operations={})).decode(),
        ]
        self._tokens = {file: _token_offsets(source) for file, source in sources.items()}
        self._root = config.root
        self._baselines = tuple(baselines)
        self._of_suite = self._suites()

    def _suites(self) -> dict[str, str]:
        return {
            baseline.suite.name: _digest(
                [
                    *self._common,
                    baseline.suite.path,
                    *(test.id for test in baseline.tests),
                    *_contents(self._root, baseline.measured.files),
                ]
            )
            for baseline in self._baselines
        }

    def edited_suites(self) -> list[str]:
        """The names of the suites whose files are not what they were when this was made."""
        return [name for name, digest in self._suites().items() if digest != self._of_suite[name]]

    def key(self, mutant: str, edits: Iterable[Edit], suite: str) -> str:
        """The key of one row.

        mutmut numbers the mutants of a function, so a name alone comes to mean another change when a comment
        takes a line out of mutation; hence the place of each.
        """
        changes = (
            f"{edit.file} {self._place(edit.file, edit.start)} {self._place(edit.file, edit.end)} {edit.replacement}"
            for edit in edits
        )
        return _digest([self._of_suite[suite], mutant, *changes])

    def _place(self, file: str, offset: int) -> tuple[int, int]:
        """Which token, and where in it: a comment or a blank line further up moves the offset and not these."""
        token = bisect.bisect_right(self._tokens[file], offset) - 1
        return token, offset - self._tokens[file][token]


def _token_offsets(source: str) -> list[int]:
    """The offset of every token that means something, with the start of the text before them."""
    starts = line_starts(source)
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(source, newline="").readline)
    return [0, *(starts[token.start[0] - 1] + token.start[1] for token in tokens if token.type not in layout)]


def _tree(source: str) -> str:
    return ast.dump(ast.parse(source))


def _contents(root: Path, files: Iterable[str]) -> Iterator[str]:
    for file in sorted(files):
        if file.startswith(f"{CACHE}/"):
            continue  # Hypothesis's, among others
        yield file
        content = (root / file).read_bytes()
        if file == "pyproject.toml":
            # The one table that pytest reads; a new dependency or a linter's rule changes no verdict.
            tables = tomllib.loads(content.decode()).get("tool", {})
            content = repr(tables.get("pytest")).encode()
        yield hashlib.sha256(content).hexdigest()


def _digest(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode())
        whole.update(b"\0")
    return whole.hexdigest()[:32]


__all__ = ["CellAnswer", "Journal", "JournalRow", "Keys", "open_journal"]

"""The key of a row: a digest of everything that its verdicts can depend on.

That is the engine, the change, the suite's files and everything they import or read in the project, the limits, the
versions of what runs them, and what else is installed and set in the environment. Engine files count by their syntax
tree, so that a comment changes no key.
"""

from __future__ import annotations

import ast
import bisect
import hashlib
import io
import os
import platform
import tokenize
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.engine.edits import Edit
from gradbreak.engine.lines import line_starts
from gradbreak.model import Order
from gradbreak.process.cache import CACHE
from gradbreak.run.surroundings import surroundings

if TYPE_CHECKING:
    # It imports pytest, which a run that has nothing to do needs not.
    from gradbreak.run.baseline import SuiteBaseline

MEANING = "3"
"""Part of every key. Count it up when what a row says changes its meaning."""


class RowKeys:
    """Makes the keys of one run's rows."""

    def __init__(
        self,
        config: Config,
        sources: Mapping[str, str],
        baselines: Iterable[SuiteBaseline],
        order: Order | None = None,
    ) -> None:
        self._common = [
            MEANING,
            order or "",
            __version__,
            platform.python_version(),
            *(version(package) for package in ("mutmut", "pytest", "coverage", "hypothesis")),
            *surroundings(os.environ, config.root),
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
            baseline.suite.name: digest(
                [
                    *self._common,
                    baseline.suite.path,
                    *(test.id for test in baseline.tests),
                    *contents(self._root, baseline.measured.files),
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
        return digest([self._of_suite[suite], mutant, *changes])

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


def contents(root: Path, files: Iterable[str]) -> Iterator[str]:
    """The name of each file and a digest of what is in it that matters, in the order of the names.

    Raises:
        OSError: a file cannot be read.
    """
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


def digest(parts: Iterable[str]) -> str:
    """A digest of several texts in order, hexadecimal."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode())
        whole.update(b"\0")
    return whole.hexdigest()[:32]

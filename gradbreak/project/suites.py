"""From the tests that somebody names, or that lie about, to suites."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from gradbreak.config import SuiteConfig
from gradbreak.engine.locating import PASSED_OVER
from gradbreak.errors import NoSuchSuite

TEST_FILES = ("test_*.py", "*_test.py", "tests.py")
"""Names of files that hold tests; pytest collects the first two, and a file that is named is collected anyhow."""

HAS_TESTS = re.compile(rb"^\s*(async )?def test|^class .*Test", re.MULTILINE)
"""What a file of tests has in it; one that is only called so is none."""

MOST_FILES = 12
"""With more test files than this, those of one folder are one suite."""


def find_suites(root: Path, named: Sequence[str]) -> tuple[SuiteConfig, ...]:
    """The suites of a project.

    Args:
        root: the project's folder.
        named: files, folders and globs that somebody named, each a suite; without any, every test file below the root.

    Raises:
        NoSuchSuite: what was named does not exist, or there is no test.
    """
    groups = list(_named(named)) if named else _found(root)
    if not groups:
        raise NoSuchSuite(f"no test file ({', '.join(TEST_FILES)}) is below {root}", "Name the tests with --tests PATH")
    names: set[str] = set()
    suites: list[SuiteConfig] = []
    for path in groups:
        name = _unique(_name(path), names)
        suites.append(
            SuiteConfig(name=name, short=_short(name, {suite.short for suite in suites}), path=_relative(path, root))
        )
    return tuple(suites)


def _named(named: Sequence[str]) -> Iterator[Path]:
    for text in named:
        pattern = Path(text)
        found = [pattern] if pattern.exists() else sorted(Path(pattern.anchor or ".").glob(_below_anchor(pattern)))
        if not found:
            raise NoSuchSuite(f"there is no {text}", "Name a test file, a folder of tests, or a glob in quotes")
        yield from (path.resolve() for path in found)


def _below_anchor(pattern: Path) -> str:
    return str(pattern.relative_to(pattern.anchor)) if pattern.anchor else str(pattern)


def _found(root: Path) -> list[Path]:
    files = sorted(_test_files(root))
    if len(files) <= MOST_FILES:
        return files
    return sorted({file.parent for file in files})


def _test_files(root: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if name not in PASSED_OVER and not name.startswith(".") and not (Path(where) / name / "pyvenv.cfg").exists()
        ]
        for name in files:
            path = Path(where) / name
            if any(path.match(pattern) for pattern in TEST_FILES) and HAS_TESTS.search(path.read_bytes()):
                yield path


def _name(path: Path) -> str:
    """``diamond`` for ``tests/test_diamond.py``; the folder's name for a folder."""
    stem = re.sub(r"^test_|_test$", "", path.stem) if path.is_file() else path.name
    plain = re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-_")
    return plain if plain[:1].isalpha() else f"suite-{plain}".rstrip("-")


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique)
    return unique


def _short(name: str, taken: set[str]) -> str:
    """At most three characters that no other suite has."""
    letters = re.sub("[^a-z0-9]", "", name) or "s"
    for candidate in (letters[:3], *(letters[:2] + each for each in letters[3:]), *map(str, range(100))):
        if candidate not in taken:
            return candidate
    return letters[:3]


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root.resolve())).as_posix()

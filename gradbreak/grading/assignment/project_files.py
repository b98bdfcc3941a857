"""Which files of a project an assignment needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from gradbreak.config import Config
from gradbreak.config.load import FOLDER
from gradbreak.grading.declarations import Rubric

Files = dict[str, bytes]
"""Path relative to the folder they go into, with forward slashes → content."""

MUTMUT = "pyproject.toml"
"""Where mutmut is told what to mutate."""


def engine_files(config: Config) -> Files:
    """The engine with the packages that it is in, so that it can be imported by the name it has here."""
    tops = dict.fromkeys(PurePosixPath(file).parts[0] for file in config.engine.files)
    return {name: content for top in tops for name, content in _tree(config.root, top)}


def grading_files(config: Config, rubric: Rubric) -> Files:
    """The engine, all declarations, the suites that they name, and the two that the grader checks itself with."""
    suites = (suite.path for suite in config.suites)
    return {
        **engine_files(config),
        **{
            name: content
            for path in (FOLDER, MUTMUT, *suites, rubric.reference, rubric.must_miss)
            for name, content in _tree(config.root, path)
        },
    }


def _tree(root: Path, top: str) -> Iterator[tuple[str, bytes]]:
    """A file, or everything in a folder but what Python has left there."""
    start = root / top
    for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_bytes()

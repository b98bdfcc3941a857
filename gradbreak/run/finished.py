"""The finished runs of a project, for a command that can do without running the tests again.

A run leaves its results in the cache, with a note of what they depend on. While none of that has changed, they are what
another run would find. They are not taken from where the report is: that of another engine may have replaced it.
"""

from __future__ import annotations

import contextlib
import platform
import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.config import Config, SuiteConfig
from gradbreak.engine.source_files import read_sources
from gradbreak.errors import GradbreakError
from gradbreak.model import Results
from gradbreak.process.cache import CACHE
from gradbreak.process.files import write_whole
from gradbreak.results.read import decode_results
from gradbreak.results.write import encode_results
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.row_keys import MEANING, contents, digest

FOLDER = "finished"
"""In the cache: a note for each run, and the run's results beside it."""

KEPT = 3
"""Runs that are kept, one for each configuration and choice of suites; an older one goes when another comes."""


class RunNote(Struct, frozen=True):
    """What the verdicts of a run depend on.

    Attributes:
        suites: the names of those that were run.
        files: of the project, that its tests import or read.
        digest: of those files, the engine, the declarations and the versions.
    """

    suites: tuple[str, ...]
    files: tuple[str, ...]
    digest: str


def keep_run(config: Config, sources: Mapping[str, str], baselines: Iterable[SuiteBaseline], results: Results) -> None:
    """Keep the results of a run that has just finished.

    Args:
        config: the project.
        sources: the engine's text, which the run is about.
        baselines: of its suites.
        results: what it has found.
    """
    files = tuple(sorted({file for each in baselines for file in each.measured.files}))
    suites = tuple(suite.name for suite in results.suites)
    note = RunNote(suites, files, _digest_of(config, sources, files))
    folder = config.cache_root / CACHE / FOLDER
    folder.mkdir(exist_ok=True)
    name = digest([_declared(config), *suites])
    # Compressed to a tenth.
    write_whole(folder / f"{name}.results", zlib.compress(encode_results(results), level=1))
    write_whole(folder / f"{name}.note", msgspec.json.encode(note))
    for old in _notes(folder)[KEPT:]:
        for path in (old, old.with_suffix(".results")):
            path.unlink(missing_ok=True)


def finished_run(config: Config, suites: Iterable[str]) -> Results | None:
    """The results of the last run of these suites, and maybe others; None where a run now could find something else.

    Args:
        config: the project.
        suites: their names.
    """
    wanted = set(suites)
    for path in _notes(config.cache_root / CACHE / FOLDER):
        with contextlib.suppress(OSError, msgspec.DecodeError, zlib.error, GradbreakError):  # a run names what is wrong
            note = msgspec.json.decode(path.read_bytes(), type=RunNote)
            if wanted <= {*note.suites}:
                sources = read_sources(config.root, config.engine.files)
                if _digest_of(config, sources, note.files) == note.digest:
                    results = path.with_suffix(".results")
                    return decode_results(zlib.decompress(results.read_bytes()), results.name)
    return None


def _notes(folder: Path) -> list[Path]:
    """The notes of all runs that are kept, the latest first."""
    return sorted(folder.glob("*.note"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _digest_of(config: Config, sources: Mapping[str, str], files: Iterable[str]) -> str:
    return digest(
        [
            MEANING,
            __version__,
            platform.python_version(),
            *(version(package) for package in ("mutmut", "pytest", "coverage", "hypothesis")),
            _declared(config),
            *sources.values(),
            *contents(config.root, {*files, *_python_files(config.root, config.suites)}),
        ]
    )


def _declared(config: Config) -> str:
    """The declarations without where the project is: its results hold wherever it is moved to."""
    return msgspec.json.encode(msgspec.structs.replace(config, root=Path(), work_folder=None), enc_hook=str).decode()


def _python_files(root: Path, suites: Iterable[SuiteConfig]) -> Iterator[str]:
    """Every file that may hold a test of these suites, so that a new one is noticed."""
    for suite in suites:
        path = root / suite.path
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            yield file.relative_to(root).as_posix()

"""The finished runs of a project, for a command that can do without running the tests again.

A run leaves its results in the cache, with a note of everything that they depend on. While none of that has changed,
they are what another run would find. They are not taken from where the report is: that of another engine may have
replaced it.
"""

from __future__ import annotations

import contextlib
import os
import platform
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.engine.source_files import read_sources
from gradbreak.errors import BadResults, GradbreakError
from gradbreak.model import Results
from gradbreak.process.cache import CACHE
from gradbreak.process.files import write_whole
from gradbreak.results.read import decode_results
from gradbreak.results.write import encode_results
from gradbreak.run.row_keys import MEANING, contents, digest
from gradbreak.run.surroundings import surroundings, this_program

if TYPE_CHECKING:
    # It imports pytest, which a run that has nothing to do needs not.
    from gradbreak.run.baseline import SuiteBaseline

FOLDER = "finished"
"""In the cache: a note for each run, and the run's results beside it."""

KEPT = 3
"""Runs that are kept, one for each configuration and choice of suites; an older one goes when another comes."""

REPORTS = "reports"
"""The folder that reports are written to unless another is named. No test depends on what is there."""

PYTEST_FILES = frozenset({"pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "tox.ini", "setup.cfg"})
"""Files in which pytest looks for its configuration; one that is new changes what it does. ``pyproject.toml`` is among
the files that a suite depends on."""

NO_PROJECT_FILES = frozenset({"__pycache__", "node_modules", "mutants", "site-packages"})
"""Names of folders that hold nothing a person wrote."""


class RunNote(Struct, frozen=True):
    """What the results of a run depend on.

    Attributes:
        source: what was run, as in its results.
        asked: the names of the suites that were to be run.
        suites: the names of those of which some test counts.
        files: of the project, that its tests import or read.
        digest: of those files, the engine, the declarations, the versions and the surroundings.
    """

    source: str
    asked: tuple[str, ...]
    suites: tuple[str, ...]
    files: tuple[str, ...]
    digest: str


def keep_run(
    config: Config, baselines: Iterable[SuiteBaseline], results: Results, asked: Sequence[str], began: int
) -> None:
    """Keep the results of a run that has just finished, unless a file was written to since it began.

    Such a file may have been read before it was written to, and the note would speak of what is in it now.

    Args:
        config: the project.
        baselines: of its suites.
        results: what it has found.
        asked: the names of the suites that were to be run.
        began: when it began, in nanoseconds since the epoch.
    """
    sources = results.engine.files
    read = {file for each in baselines for file in each.measured.files}
    files = tuple(sorted(file for file in read if not file.startswith(f"{CACHE}/")))
    paths = [config.root / file for file in {*files, *_listed(config), *sources}]
    if any(path.stat().st_ctime_ns > began for path in paths if path.exists()):
        return
    suites = tuple(suite.name for suite in results.suites)
    note = RunNote(results.source, tuple(asked), suites, files, _digest_of(config, sources, files))
    folder = config.cache_root / CACHE / FOLDER
    folder.mkdir(exist_ok=True)
    name = digest([_declared(config), results.source, *asked])
    # Without a note, the old results cannot be taken for those of the new note if this is interrupted.
    (folder / f"{name}.note").unlink(missing_ok=True)
    write_whole(folder / f"{name}.results", zlib.compress(encode_results(results), level=1))  # to a tenth
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
    return next((found for path, note in _read(config) if wanted <= {*note.suites} if (found := _load(path))), None)


def unchanged_run(config: Config, source: str, asked: Sequence[str]) -> Results | None:
    """The results of the last run of the same; None where a run now could find something else.

    Args:
        config: the project.
        source: what is to be run, as in results.
        asked: the names of the suites that are to be run.
    """
    same = (source, tuple(asked))
    found = (_load(path) for path, note in _read(config) if (note.source, note.asked) == same)
    return next((results for results in found if results is not None), None)


def _read(config: Config) -> Iterator[tuple[Path, RunNote]]:
    """The notes of which everything is as it was, the latest first."""
    for path in _notes(config.cache_root / CACHE / FOLDER):
        with contextlib.suppress(OSError, ValueError, GradbreakError):  # a run names what is wrong
            note = msgspec.json.decode(path.read_bytes(), type=RunNote)
            sources = read_sources(config.root, config.engine.files)
            if _digest_of(config, sources, note.files) == note.digest:
                yield path, note


def _load(note: Path) -> Results | None:
    with contextlib.suppress(OSError, zlib.error, BadResults):
        path = note.with_suffix(".results")
        return decode_results(zlib.decompress(path.read_bytes()), path.name)
    return None


def _notes(folder: Path) -> list[Path]:
    """The notes of all runs that are kept, the latest first."""
    return sorted(folder.glob("*.note"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _digest_of(config: Config, sources: Mapping[str, str], files: Iterable[str]) -> str:
    listed = sorted(_listed(config))
    return digest(
        [
            MEANING,
            __version__,
            this_program(),
            platform.python_version(),
            *(version(package) for package in ("mutmut", "pytest", "coverage", "hypothesis")),
            *surroundings(os.environ, config.root),
            _declared(config),
            *sources.values(),
            *listed,
            *contents(config.root, {*files, *(file for file in listed if file.endswith(".py"))}),
        ]
    )


def _declared(config: Config) -> str:
    """The declarations without where the project is: its results hold wherever it is moved to."""
    return msgspec.json.encode(msgspec.structs.replace(config, root=Path(), work_folder=None), enc_hook=str).decode()


def _listed(config: Config) -> set[str]:
    """Files that tests may come to depend on by being there, relative to the root.

    These are modules and pytest's configuration anywhere in the project, and everything in the folders of the suites.
    """
    suites = tuple((config.root / suite.path).resolve() for suite in config.suites)
    found = set()
    for folder, names in _folders(config.root, config.cache_root / REPORTS):
        here = folder.relative_to(config.root)
        is_of_suite = any(folder == suite or folder.is_relative_to(suite) for suite in suites)
        found |= {
            (here / name).as_posix() for name in names if is_of_suite or name.endswith(".py") or name in PYTEST_FILES
        }
    return found


def _folders(root: Path, reports: Path) -> Iterator[tuple[Path, list[str]]]:
    """Every folder of the project that a person may have written to, with the names of its files."""
    for folder, folders, names in os.walk(root):
        if "pyvenv.cfg" in names:
            folders.clear()
            continue
        folders[:] = [
            each
            for each in folders
            if not each.startswith(".") and each not in NO_PROJECT_FILES and Path(folder, each) != reports
        ]
        yield Path(folder), names

"""The last finished run of a project, for a command that can do without running the tests again.

A run leaves a note of what its verdicts depend on beside its cache. While none of that has changed, its results are
what another run would find.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.config import Config, SuiteConfig
from gradbreak.engine.source_files import read_sources
from gradbreak.errors import BadResults, GradbreakError
from gradbreak.model import Results
from gradbreak.process.cache import CACHE
from gradbreak.process.files import write_whole
from gradbreak.results import load_results
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.row_keys import MEANING, contents, digest

RESULTS = Path("reports/latest/results.json")
"""Where a run leaves its results unless it is told otherwise."""

NOTE = "finished.json"


class RunNote(Struct, frozen=True):
    """What the verdicts of a run depend on.

    Attributes:
        started: when the run began, as in its results.
        files: of the project, that its tests import or read.
        digest: of those files, the engine, the declarations and the versions.
    """

    started: str
    files: tuple[str, ...]
    digest: str


def leave_note(config: Config, sources: Mapping[str, str], baselines: Iterable[SuiteBaseline], started: str) -> None:
    """Leave the note of a run that has just finished.

    Args:
        config: the project.
        sources: the engine's text, which the run is about.
        baselines: of its suites.
        started: when it began, as in its results.
    """
    files = tuple(sorted({file for each in baselines for file in each.measured.files}))
    note = RunNote(started, files, _digest_of(config, sources, files))
    write_whole(config.cache_root / CACHE / NOTE, msgspec.json.encode(note))


def finished_run(config: Config) -> Results | None:
    """The results in ``reports/latest/``; None where there are none, or where a run now could find something else."""
    try:
        note = msgspec.json.decode((config.cache_root / CACHE / NOTE).read_bytes(), type=RunNote)
        sources = read_sources(config.root, config.engine.files)
        if _digest_of(config, sources, note.files) != note.digest:
            return None
        results = load_results(config.cache_root / RESULTS)
    except (OSError, msgspec.DecodeError, BadResults, GradbreakError):
        return None  # whatever is wrong, a run names it
    return results if results.timing.started == note.started else None


def _digest_of(config: Config, sources: Mapping[str, str], files: Iterable[str]) -> str:
    return digest(
        [
            MEANING,
            __version__,
            platform.python_version(),
            *(version(package) for package in ("mutmut", "pytest", "coverage", "hypothesis")),
            # Without where the project is: its results hold wherever it is moved to.
            msgspec.json.encode(msgspec.structs.replace(config, root=Path(), work_folder=None), enc_hook=str).decode(),
            *sources.values(),
            *contents(config.root, {*files, *_python_files(config.root, config.suites)}),
        ]
    )


def _python_files(root: Path, suites: Iterable[SuiteConfig]) -> Iterator[str]:
    """Every file that may hold a test of these suites, so that a new one is noticed."""
    for suite in suites:
        path = root / suite.path
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            yield file.relative_to(root).as_posix()

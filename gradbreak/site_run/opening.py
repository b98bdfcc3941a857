"""The project of a request: its engine, its suites, and of their tests those that were selected."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import structs

from gradbreak.config import Config, SelectedTests, SuiteConfig
from gradbreak.config.load import FOLDER
from gradbreak.engine.locating import likeliest
from gradbreak.errors import BadEngine, NoSuchSuite
from gradbreak.project.opening import infer_project, open_project
from gradbreak.project.table import find_table
from gradbreak.site_run.messages import SiteRunRequest


def open_selected(request: SiteRunRequest) -> tuple[Config, int]:
    """The configuration for a request, and how many selected tests are in no suite of the project.

    Raises:
        BadEngine: no engine is named, configured or recognised.
        GradbreakError: the project is wrong; see ``open_project``.
    """
    root = Path(request.root)
    if request.engine:
        return _one_suite(infer_project([Path(request.engine)], list(request.tests), root).config, request), 0
    table = find_table(root)
    if _has_folder(root) or table is not None:
        config = open_project(root).config
        if table is None or table[1].tests or _has_folder(root):
            return _declared_suites(config, request)
        return _one_suite(config, request), 0
    candidates = likeliest([Path(file) for file in request.modules])
    if not candidates:
        raise BadEngine(
            "no module that the tests import looks like an engine", "Name the engine with --gradbreak-engine PATH"
        )
    return _one_suite(infer_project(candidates, list(request.tests), root).config, request), 0


def _has_folder(root: Path) -> bool:
    return any((folder / FOLDER / "engine.toml").is_file() for folder in (root, *root.parents))


def _declared_suites(config: Config, request: SiteRunRequest) -> tuple[Config, int]:
    """The declared suites with a selected test; one of all tests where no declared suite has any."""
    files = _relative(request.tests, config.root)
    inside = {
        file: [suite for suite in config.suites if Path(file).is_relative_to(os.path.normpath(suite.path))]
        for file in files
    }
    suites = tuple(suite for suite in config.suites if any(suite in found for found in inside.values()))
    if not suites:
        return _one_suite(config, request), 0
    counted = {file: names for file, names in files.items() if inside[file]}
    outside = sum(len(names) for names in files.values()) - sum(len(names) for names in counted.values())
    return _selected(config, suites, counted, request.options), outside


def _one_suite(config: Config, request: SiteRunRequest) -> Config:
    """All selected tests as one suite: a file of which no test uses the engine must not end the run."""
    files = _relative(request.tests, config.root)
    if not files:
        raise NoSuchSuite("no test was selected", "Select some")
    path = os.path.commonpath(files) if len(files) > 1 else next(iter(files))
    plain = re.sub(r"[^a-z0-9_-]+", "-", Path(path or "tests").stem.lower()).strip("-_")
    name = plain if plain[:1].isalpha() else "tests"
    suite = SuiteConfig(name=name, short=name[:1], path=path or ".")
    return _selected(config, (suite,), files, request.options)


def _selected(
    config: Config, suites: Sequence[SuiteConfig], files: Mapping[str, Sequence[str]], options: Sequence[str]
) -> Config:
    ids = tuple(id_ for file, names in files.items() for id_ in ([f"{file}::{name}" for name in names] or [file]))
    return structs.replace(config, suites=tuple(suites), selected=SelectedTests(ids=ids, options=tuple(options)))


def _relative(tests: Mapping[str, tuple[str, ...]], root: Path) -> dict[str, tuple[str, ...]]:
    real = os.path.realpath(root)
    return {Path(os.path.relpath(os.path.realpath(file), real)).as_posix(): names for file, names in tests.items()}

"""The options that a worker starts pytest with, whatever a project's own configuration adds.

A project's ``addopts`` are made for a person's run: ``--cov`` starts a second measurement, ``-n`` moves the tests into
other processes, ``-x`` ends at the first failure. So they are left out, but for those that say how tests are imported
and which plugins are loaded, since such a plugin may provide fixtures. Plugins that change when, where or how often a
test runs are turned off even where they load themselves; their markers, settings and fixtures stay known, so that a
project that uses them does not fail for that.
"""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.config.findpaths import determine_setup  # there is no public way to the ini file that pytest will read

TURNED_OFF = {
    "pytest_cov": ("pytest_cov",),
    "xdist": ("xdist", "xdist.plugin"),
    "xdist.looponfail": ("xdist.looponfail",),
    "randomly": ("pytest_randomly",),
    "random_order": ("random_order", "random_order.plugin"),
    "timeout": ("pytest_timeout",),
    "rerunfailures": ("pytest_rerunfailures",),
    "repeat": ("pytest_repeat",),
    "sugar": ("pytest_sugar",),
    "cacheprovider": (),
}
"""Plugin → the modules that it may be named by. The cache plugin is pytest's own, and writes to the project."""

MARKERS = ("timeout", "no_cover", "xdist_group", "random_order", "flaky", "repeat")
"""The markers of these plugins."""

SETTINGS = (
    "timeout",
    "timeout_method",
    "timeout_func_only",
    "timeout_disable_debugger_detection",
    "session_timeout",
    "looponfailroots",
    "looponfailignore",
    "rsyncdirs",
    "rsyncignore",
    "randomly_seed",
    "reruns",
    "reruns_delay",
)
"""Their settings in an ini file."""


def arguments(root: Path, paths: Sequence[str], options: Sequence[str] = ()) -> list[str]:
    """The arguments of a worker's pytest.

    Args:
        root: the project's folder.
        paths: the folders or files to collect, relative to it.
        options: those of a person's own pytest, of which those are kept that are kept of ``addopts``.
    """
    off = [word for name in TURNED_OFF for word in ("-p", f"no:{name}")]
    overridden = ["-o", "addopts=", "-o", "required_plugins="]
    places = dict.fromkeys(_nameable(path) for path in paths)
    kept = kept_options([*_addopts(root, tuple(places)), *options])
    # The engine is imported before pytest starts. Where it is part of a distribution with a pytest plugin, pytest
    # would rewrite its assertions, and warns that it cannot.
    quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return [f"--rootdir={root}", "--capture=no", "-q", *quiet, *kept, *overridden, *off, *places]


def kept_options(addopts: Iterable[str]) -> list[str]:
    """Those of a project's options that change how tests are imported, or load a plugin of its own."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--import-mode")
    parser.add_argument("-p", dest="plugins", action="append", default=[])
    parser.add_argument("-o", "--override-ini", dest="settings", action="append", default=[])
    try:
        found, _ = parser.parse_known_args(list(addopts))
    except argparse.ArgumentError:
        return []  # pytest would refuse them, too
    modules = {module for name, modules in TURNED_OFF.items() for module in (name, *modules)}
    kept = [f"--import-mode={found.import_mode}"] if found.import_mode else []
    for name in found.plugins:
        if name.strip().removeprefix("no:") not in modules:
            kept += ["-p", name]
    for setting in found.settings:
        kept += ["-o", setting]
    return kept


def _addopts(root: Path, paths: Sequence[str]) -> list[str]:
    """The ``addopts`` of the file that pytest reads its configuration from."""
    try:
        _, _, settings, _ = determine_setup(
            inifile=None,
            override_ini=None,
            args=[str(root / path) for path in paths],
            rootdir_cmd_arg=str(root),
            invocation_dir=root,
        )
    except pytest.UsageError:
        return []  # pytest will say so itself
    value: Any = settings["addopts"].value if "addopts" in settings else ""
    try:
        return shlex.split(value) if isinstance(value, str) else [str(word) for word in value]
    except ValueError:
        return []  # an unpaired quote, with which pytest would not start at all


def _nameable(path: str) -> str:
    """The path, or the folder above it that pytest can be given: in its arguments a bracket begins a parameter."""
    kept = Path(path)
    while "[" in str(kept):
        kept = kept.parent
    return str(kept)


class TurnedOffPlugins:
    """A pytest plugin that knows the markers, settings and fixtures of the plugins that are turned off."""

    def pytest_addoption(self, parser: pytest.Parser) -> None:
        """Know the settings."""
        for name in SETTINGS:
            parser.addini(name, "a setting of a plugin that is turned off")

    def pytest_configure(self, config: pytest.Config) -> None:
        """Know the markers."""
        for name in MARKERS:
            config.addinivalue_line("markers", f"{name}: of a plugin that is turned off")

    @pytest.fixture(scope="session")
    def worker_id(self) -> str:
        """What pytest-xdist calls the one process of a run that is not distributed."""
        return "master"

    @pytest.fixture(scope="session")
    def testrun_uid(self) -> str:
        """Any name for the run."""
        return "gradbreak"

    @pytest.fixture
    def cov(self) -> None:
        """pytest-cov's, where it does not measure."""

    @pytest.fixture
    def no_cover(self) -> None:
        """The same."""


class OnlyPaths:
    """A pytest plugin that collects certain paths and nothing else.

    Args:
        root: the project's folder.
        paths: relative to it; each may be a folder or a file.
    """

    def __init__(self, root: Path, paths: Iterable[str]) -> None:
        self.wanted = [root / path for path in paths]

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Ignore what is not wanted and does not lead to it."""
        inside = any(
            collection_path.is_relative_to(wanted) or wanted.is_relative_to(collection_path) for wanted in self.wanted
        )
        return None if inside else True


def selected_files(ids: Iterable[str], paths: Sequence[str]) -> tuple[str, ...]:
    """The files of some node ids that are at or below one of some paths, so that no other file is imported."""
    files = dict.fromkeys(id_.partition("::")[0] for id_ in ids)
    return tuple(file for file in files if any(Path(file).is_relative_to(os.path.normpath(path)) for path in paths))


class OnlySelected:
    """A pytest plugin that runs certain tests and no others.

    Args:
        ids: their node ids; that of a file stands for all its tests. One that is not collected stands for all tests of
            its function: a plugin that is turned off may have added its parameter, as pytest-repeat does.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = frozenset(ids)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave the others out."""
        functions = {_function(id_) for id_ in self.ids.difference(item.nodeid for item in items)}
        left_out = [item for item in items if not self._is_selected(item.nodeid, functions)]
        if left_out:
            items[:] = [item for item in items if self._is_selected(item.nodeid, functions)]
            config.hook.pytest_deselected(items=left_out)

    def _is_selected(self, id_: str, functions: Container[str]) -> bool:
        return id_ in self.ids or _function(id_) in functions or id_.partition("::")[0] in self.ids


def _function(node_id: str) -> str:
    """A node id without its parameters."""
    file, mark, rest = node_id.partition("::")
    return file + mark + rest.partition("[")[0]

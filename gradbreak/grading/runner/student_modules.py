"""Imports a student's modules under the names that ``python -m pytest`` gives them, and finds their fixtures."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from _pytest.pathlib import ImportMode, import_path

from .compiled import Compiled, CompiledLoader
from .engine import SOURCE_FOLDER

CONFTEST = "conftest.py"


class StudentModules:
    """The modules of one submission in this process. Creating it changes ``sys.path`` and ``sys.meta_path``.

    Args:
        submission: the folder with the student's files.
        names: what the folder itself may be called in an import: ``tests`` where a student handed in what is in it.
        engine: the top-level names of the engine under test. A student may keep tests in a folder of that package.
        compiled: path → compiled file.
    """

    def __init__(
        self, submission: Path, names: Sequence[str], engine: Collection[str], compiled: Mapping[str, Compiled]
    ) -> None:
        self._compiled = compiled
        self._submission = submission
        self._name = names[0] if names else ""
        self._engine = frozenset(engine)
        self._conftests: dict[Path, ModuleType] = {}
        sys.path.insert(0, str(submission))
        sys.path.append(str(submission / SOURCE_FOLDER))
        sys.meta_path.append(_TopFolder(submission, names))  # behind all others: it is the last resort

    def load(self, path: Path) -> ModuleType:
        """Import a file of tests, whatever that raises."""
        # Helper modules are imported by their bare names, and from each folder above that is no package.
        for folder in self._folders(path):
            if str(folder) not in sys.path and (folder == path.parent or not (folder / "__init__.py").exists()):
                sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        name = self._package_name(path)
        if name:
            return importlib.import_module(name)
        if path.parent == self._submission and not (self._submission / "__init__.py").exists():
            return self._load_from_top(path)
        return import_path(path, mode=ImportMode.importlib, root=self._submission, consider_namespace_packages=False)

    def _load_from_top(self, path: Path) -> ModuleType:
        """Import a file that is in no folder and no package, as ``import_path`` does, in a third of the time."""
        name = path.stem
        if "." in name:
            return import_path(
                path, mode=ImportMode.importlib, root=self._submission, consider_namespace_packages=False
            )
        if name not in sys.modules:
            loader = CompiledLoader(name, str(path), self._compiled)
            spec = importlib.util.spec_from_file_location(name, path, loader=loader)
            assert spec is not None  # because there is a loader
            sys.modules[name] = importlib.util.module_from_spec(spec)
            loader.exec_module(sys.modules[name])
        return sys.modules[name]

    def use_conftests(self, module: pytest.Module) -> None:
        """Make the fixtures of each conftest.py above a module known to it, whatever importing one raises.

        They are no plugins of pytest, so a hook, an option or ``pytest_plugins`` in one has no effect.
        """
        manager = module.session._fixturemanager
        for conftest in self.load_conftests(module.path):
            try:
                manager.parsefactories(holder=conftest, node=module)
            except TypeError:  # before pytest 9.1; there the manager looks at each holder once
                cast(Any, manager)._holderobjseen.discard(conftest)
                manager.parsefactories(conftest, module.nodeid)

    def load_conftests(self, path: Path) -> Iterator[ModuleType]:
        """Import each conftest.py above a file, whatever that raises.

        The nearest comes last, because the last fixture of a name wins.
        """
        for folder in reversed(list(self._folders(path))):
            conftest = folder / CONFTEST
            if not conftest.is_file():
                continue
            if conftest not in self._conftests:
                self._conftests[conftest] = self.load(conftest)
            yield self._conftests[conftest]

    def _folders(self, path: Path) -> Iterator[Path]:
        """The folders that a file is in, the nearest first, up to the submission."""
        for folder in path.parents:
            yield folder
            if folder == self._submission:
                return

    def _package_name(self, path: Path) -> str:
        """The name of a module whose package begins at the submission or is the engine's; empty for any other."""
        parts = path.relative_to(self._submission).with_suffix("").parts
        if parts[0] == SOURCE_FOLDER:
            parts = parts[1:]
        if len(parts) > 1 and parts[0] in self._engine:
            return ".".join(parts)
        folders = list(self._folders(path))
        if self._name and all((folder / "__init__.py").exists() for folder in folders):
            return ".".join((self._name, *parts))
        return ""


class _TopFolder(MetaPathFinder):
    """Finds the submission's own folder as a package, where nothing else has its name.

    Args:
        submission: the folder.
        names: what it may be called.
    """

    def __init__(self, submission: Path, names: Sequence[str]) -> None:
        self._submission = submission
        self._names = frozenset(names)

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002  # the protocol's
        """A spec for the folder."""
        if fullname not in self._names:
            return None
        init, places = self._submission / "__init__.py", [str(self._submission)]
        if init.is_file():
            return importlib.util.spec_from_file_location(fullname, init, submodule_search_locations=places)
        spec = ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = places
        return spec

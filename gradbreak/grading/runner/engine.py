"""Giving a process an engine: modules made from code objects, under the file names of the reference engine."""

from __future__ import annotations

import _imp
import contextlib
import functools
import importlib
import importlib.util
import marshal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path, PurePosixPath
from types import CodeType, ModuleType

SOURCE_FOLDER = "src"
"""The folder that learners keep a package in, and some import it from: ``from src.package import …``."""


@functools.cache
def module_name(file: str) -> str:
    """The name that a file of the engine is imported by; empty where it has none.

    >>> module_name("mine/core.py"), module_name("src/engine/__init__.py")
    ('mine.core', 'engine')
    """
    parts = PurePosixPath(file).with_suffix("").parts
    if parts[0] == SOURCE_FOLDER:
        parts = parts[1:]
    return ".".join(parts[:-1] if parts and parts[-1] == "__init__" else parts)


class Absent:
    """Stands for a private name that an engine does not have. Whatever is done with it fails.

    A file that imports such a name at the top can be imported nevertheless, so a test that uses it does not take the
    others of its file along.

    Args:
        place: the module and the name.
    """

    def __init__(self, place: str) -> None:
        self._message = f"{place} is private, and this engine has no such name"

    def __getattr__(self, name: str) -> object:
        raise AttributeError(self._message)

    def __call__(self, *_arguments: object, **_named: object) -> object:
        """Fail, as every use does."""
        raise AttributeError(self._message)


class EngineFinder(MetaPathFinder, Loader):
    """Finds the engine's modules by their own names and below ``src``, ahead of any file.

    It has no ``get_source``: a look at the source ends at the file on disk, which is the reference
    engine's in every run.

    Args:
        root: the folder that the reference engine's files are in.
        codes: name → file and code.
        private: name → private names that it always seems to have.
        beside: where other modules below ``src`` may be, a student's own.
    """

    def __init__(
        self,
        root: Path,
        codes: Mapping[str, tuple[str, CodeType]],
        private: Mapping[str, frozenset[str]],
        beside: Path,
    ) -> None:
        self._root = root
        self._codes = dict(codes)
        self._private = private
        self._names = frozenset(codes)
        self._packages = {name.rpartition(".")[0] for name in codes} | {
            name for name, (file, _) in codes.items() if file.rpartition("/")[2] == "__init__.py"
        }
        self._packages |= {parent for name in self._packages for parent in _parents(name)}
        self._packages.discard("")
        self._beside = beside

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002  # the protocol's
        target: ModuleType | None = None,  # noqa: ARG002  # the protocol's
    ) -> ModuleSpec | None:
        """A spec for a module of the engine, or for its other name."""
        if fullname == SOURCE_FOLDER:
            spec = ModuleSpec(fullname, self, is_package=True)
            spec.submodule_search_locations = [str(self._beside)]
            return spec
        name = fullname.removeprefix(f"{SOURCE_FOLDER}.")
        if name not in self._names and name not in self._packages:
            return None
        spec = ModuleSpec(fullname, self, is_package=name in self._packages)
        if name == fullname and spec.submodule_search_locations is not None:
            # Where a student keeps tests inside the package, they are found below the engine's own modules.
            folder = name.replace(".", "/")
            spec.submodule_search_locations += [f"{self._beside.parent}/{folder}", f"{self._beside}/{folder}"]
        if name in self._codes:
            spec.origin = f"{self._root}/{self._codes[name][0]}"
            spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Nothing special, but for another name of a module: then that module."""
        name = spec.name.removeprefix(f"{SOURCE_FOLDER}.")
        if name == spec.name:
            return None
        module = importlib.import_module(name)
        spec.loader_state = module.__spec__  # which importing it by this name replaces
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code once, and forget it."""
        spec = module.__spec__
        if spec is None or spec.name == SOURCE_FOLDER:
            return
        if spec.name != module.__name__:
            module.__spec__ = spec.loader_state
            return
        if module.__name__ in self._codes:
            exec(self._codes[module.__name__][1], module.__dict__)
            del self._codes[module.__name__]
            module.__dict__.setdefault("__getattr__", _getattr(module.__name__, self._private[module.__name__]))


def _getattr(module: str, private: frozenset[str]) -> Callable[[str], object]:
    """The function that Python calls for a name that a module does not have."""

    def missing(name: str) -> object:
        if name in private:
            return Absent(f"{module}.{name}")
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return missing


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def install(engine: Mapping[str, bytes], private: Mapping[str, Sequence[str]], root: Path, beside: Path) -> None:
    """Make an engine importable in this process, and import it.

    An engine that cannot be imported fails here and again where a test imports it, which is where
    it counts.

    Args:
        engine: file → marshalled code object.
        private: file → the private names that it has, or an ``Absent`` in their place.
        root: the folder that the reference engine's files are in.
        beside: where a student's own modules below ``src`` are.
    """
    codes: dict[str, tuple[str, CodeType]] = {}
    names: dict[str, frozenset[str]] = {}
    for file, marshalled in engine.items():
        name = module_name(file)
        if name:
            code = marshal.loads(marshalled)  # the grader's own bytes
            # The engine was compiled where nobody knew this folder. Python does the same with its compiled files.
            _imp._fix_co_filename(code, f"{root}/{file}")  # type: ignore[attr-defined]  # of Python's own importlib
            codes[name] = (file, code)
            names[name] = frozenset(private.get(file, ()))
    sys.meta_path.insert(0, EngineFinder(root, codes, names, beside))
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)

"""Finds the files that Python needs on this machine, and those of the packages that tests may import."""

from __future__ import annotations

import functools
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from gradbreak.errors import CouldNotGrade

LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/local/lib", "/lib", "/lib64")
"""Where shared libraries are on any Linux."""

LOADER_FILES = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d")
"""What the dynamic loader reads."""

PACKAGE_FOLDERS = ("python3*/site-packages", "python3*/dist-packages")
"""Where packages are installed, below a folder of libraries."""


def executable() -> Path:
    """The Python executable outside any virtual environment."""
    # Set by every Python of at least 3.8 and not documented; `sys.executable` may be a virtual environment's.
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def library_folders() -> Iterator[Path]:
    """The outermost folders that Python loads its standard library and shared libraries from, each once."""
    wanted = {Path(sys.base_prefix, "lib"), Path(sys.base_exec_prefix, "lib"), Path(sysconfig.get_path("stdlib"))}
    wanted |= {Path(folder) for folder in LIBRARIES}
    existing = sorted(folder for folder in wanted if folder.is_dir())
    for folder in existing:
        if folder.is_symlink() or not any(other in folder.parents for other in existing):
            yield folder


def installed_package_folders(folders: Sequence[Path]) -> Iterator[Path]:
    """The folders of installed packages below folders of libraries."""
    for folder in folders:
        if not folder.is_symlink():
            for pattern in PACKAGE_FOLDERS:
                yield from sorted(path for path in folder.glob(pattern) if not path.is_symlink())


def package_files(names: Sequence[str]) -> Mapping[str, Path]:
    """The top-level files and folders of packages and of their requirements, as they are when it is first asked.

    Args:
        names: of installed distributions.

    Returns:
        The name below a folder of packages → where it is installed.

    Raises:
        CouldNotGrade: one is not installed.
    """
    return _package_files(tuple(names))


@functools.cache  # asked for each submission
def _package_files(names: tuple[str, ...]) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for package in _with_requirements(names):
        for file in package.files or ():
            top = file.parts[0]
            if top not in ("..", "__pycache__") and top not in found:
                found[top] = Path(str(package.locate_file(top))).resolve()
    return {top: path for top, path in sorted(found.items()) if path.exists()}


def _with_requirements(names: Sequence[str]) -> Iterator[Distribution]:
    waiting, seen = list(names), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            package = distribution(name)
        except PackageNotFoundError:
            raise CouldNotGrade(f"tests may import {name}, which is not installed", f"pip install {name}") from None
        yield package
        for text in package.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)

"""The Python files that the browser needs, as archives: gradbreak, pytest with what it requires, and Hypothesis."""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

OWN_PACKAGES = (
    "analysis",
    "check",
    "config",
    "engine",
    "explain",
    "hints",
    "lesson",
    "model",
    "mutation",
    "playground/browser",
    "process",
    "project",
    "run",
    "testing",
    "texts",
    "trace",
    "web",
)
"""What of gradbreak runs in a browser. A test imports them there."""

OWN_FILES = (
    "__init__.py",
    "errors.py",
    "playground/__init__.py",
    "playground/project.py",
    "playground/starter.py",
    "playground/templates/detail.html.j2",
)

SUFFIXES = frozenset({".py", ".toml", ".j2"})

PYTEST = ("_pytest", "pytest", "pluggy", "iniconfig", "packaging", "py", "jinja2", "markupsafe")
"""pytest, its requirements, and what fills templates; all of it plain Python."""

PYGMENTS = ("pygments",)
LEXERS = frozenset({"__init__.py", "_mapping.py", "diff.py", "python.py"})
"""Of its lexers pytest imports these two alone, and the others are most of its size."""

HYPOTHESIS = ("hypothesis", "_hypothesis_globals", "sortedcontainers")
LEFT_OUT = ("hypothesis/extra/", "hypothesis/_native")
"""Of Hypothesis: what only other packages use, and its compiled part, which something stands in for."""

WHEN = (2020, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same files make the same archive."""


def pack_gradbreak(to: Path) -> None:
    """Write the archive of gradbreak's own modules, and of what stands in for compiled packages."""
    package = Path(str(files("gradbreak")))
    stand_ins = package / "playground" / "stand_ins"
    members: dict[str, Path | str] = {f"gradbreak/{name}": package / name for name in OWN_FILES}
    for folder in OWN_PACKAGES:
        for path in _files_below(package / folder):
            members[f"gradbreak/{path.relative_to(package).as_posix()}"] = path
    for path in _files_below(stand_ins):
        if path.is_relative_to(stand_ins / "msgspec"):
            members[path.relative_to(stand_ins).as_posix()] = path
    _write(to, members.items())


def pack_pytest(to: Path) -> None:
    """Write the archive of pytest and its requirements, as they are installed here."""
    members: dict[str, Path | str] = {}
    for name in (*PYTEST, *PYGMENTS):
        place = _place_of(name)
        if place.is_file():
            members[place.name] = place
            continue
        for path in _files_below(place):
            if path.parent.name != "lexers" or path.name in LEXERS:
                members[path.relative_to(place.parent).as_posix()] = path
    _write(to, members.items())


def pack_hypothesis(to: Path) -> None:
    """Write the archive of Hypothesis, which a page loads where tests import it."""
    members: dict[str, Path | str] = {}
    for name in HYPOTHESIS:
        place = _place_of(name)
        if place.is_file():
            members[place.name] = place
        for path in _files_below(place):
            member = path.relative_to(place.parent).as_posix()
            if not member.startswith(LEFT_OUT):
                members[member] = path
    native = Path(str(files("gradbreak"))) / "playground" / "stand_ins" / "hypothesis_native"
    for path in _files_below(native / "internal"):
        members[f"hypothesis/_native/{path.relative_to(native).as_posix()}"] = path
    members["hypothesis/_native/__init__.py"] = f'__version__ = "{version("hypothesis")}"\n'
    members["hypothesis/extra/__init__.py"] = ""
    _write(to, members.items())


def _place_of(name: str) -> Path:
    """The folder of an installed package, or the file of a module."""
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin)
    return path.parent if path.name == "__init__.py" else path


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and "__pycache__" not in path.parts:
            yield path


def _write(to: Path, members: Iterable[tuple[str, Path | str]]) -> None:
    """Write an archive of files, each given by its place or by its text."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members:
            text = content.encode() if isinstance(content, str) else content.read_bytes()
            archive.writestr(zipfile.ZipInfo(name, WHEN), text, zipfile.ZIP_DEFLATED)

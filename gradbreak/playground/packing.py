"""The Python files that the browser needs, as two archives: gradbreak's own, and pytest with what it requires."""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

OWN_PACKAGES = (
    "analysis",
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

WHEN = (2020, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same files make the same archive."""


def pack_gradbreak(to: Path) -> None:
    """Write the archive of gradbreak's own modules, and of what stands in for compiled packages."""
    package = Path(str(files("gradbreak")))
    stand_ins = package / "playground" / "stand_ins"
    members = {f"gradbreak/{name}": package / name for name in OWN_FILES}
    for folder in OWN_PACKAGES:
        for path in _files_below(package / folder):
            members[f"gradbreak/{path.relative_to(package).as_posix()}"] = path
    for path in _files_below(stand_ins):
        if path.parent != stand_ins or path.name != "__init__.py":
            members[path.relative_to(stand_ins).as_posix()] = path
    _write(to, members.items())


def pack_pytest(to: Path) -> None:
    """Write the archive of pytest and its requirements, as they are installed here."""
    members: dict[str, Path] = {}
    for name in (*PYTEST, *PYGMENTS):
        place = _place_of(name)
        if place.is_file():
            members[place.name] = place
            continue
        for path in _files_below(place):
            if path.parent.name != "lexers" or path.name in LEXERS:
                members[path.relative_to(place.parent).as_posix()] = path
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


def _write(to: Path, members: Iterable[tuple[str, Path]]) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in members:
            archive.writestr(zipfile.ZipInfo(name, WHEN), path.read_bytes(), zipfile.ZIP_DEFLATED)

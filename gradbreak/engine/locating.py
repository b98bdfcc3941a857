"""From the path that somebody names to the file of an engine, its project and the name it is imported under."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradbreak.engine.notebooks import as_module
from gradbreak.errors import BadEngine

PASSED_OVER = frozenset(
    {"__pycache__", "node_modules", "site-packages", "build", "dist", "venv", "env", "mutants", "reports", "examples"}
)
"""Folders that hold no engine of their own. Those whose name begins with a dot are passed over too."""

NO_ENGINES = frozenset({"setup.py", "conftest.py", "noxfile.py"})

MARKS_OF_A_ROOT = ("pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini", "requirements.txt", ".git")

ARITHMETIC = frozenset({"__add__", "__mul__", "__radd__", "__rmul__", "__sub__", "__truediv__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A file that may hold an engine.

    Attributes:
        path: the file, absolute.
        root: the folder of its project, absolute; other paths are relative to it.
        import_path: the folder that must be on ``sys.path``, absolute.
        module: the dotted name that it is imported under from there.
    """

    path: str
    root: str
    import_path: str
    module: str

    @property
    def file(self) -> str:
        """The path relative to the project's root, with forward slashes."""
        return Path(os.path.relpath(self.path, self.root)).as_posix()


def locate(paths: Sequence[Path], notebooks: Path) -> tuple[Located, ...]:
    """Every file that may hold the engine, the likeliest first.

    Args:
        paths: files, folders and notebooks that somebody named.
        notebooks: the folder to write the code of a notebook to, as a module; made where it is needed.

    Raises:
        BadEngine: a path does not exist, or holds no Python.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise BadEngine(f"there is no {path}", "Name the engine's file or its folder")
        if path.is_dir():
            inside = sorted(_python_files(path), key=_likeliness, reverse=True)
            if not inside:
                raise BadEngine(f"no Python file is in {path}", "Name the engine's file or its folder")
            found += inside
        elif path.suffix == ".ipynb":
            found.append(as_module(path, notebooks))
        elif path.suffix == ".py":
            found.append(path)
        else:
            raise BadEngine(f"{path} is neither a Python file nor a notebook", "Name a .py or .ipynb file, or a folder")
    return tuple(dict.fromkeys(located(path) for path in found))


def located(path: Path) -> Located:
    """Where a Python file belongs: its project, and the name it is imported under."""
    file = Path(os.path.normpath(Path.cwd() / path))  # a link keeps the name that tests import
    folder, parts = file.parent, [] if file.name == "__init__.py" else [file.stem]
    levels = _relative_levels(file)
    while folder.name.isidentifier() and (levels > 0 or (folder / "__init__.py").exists()):
        parts.insert(0, folder.name)
        folder, levels = folder.parent, levels - 1
    return Located(
        path=str(file), root=str(_root_above(folder)), import_path=str(folder), module=".".join(parts) or file.stem
    )


def _relative_levels(file: Path) -> int:
    """How many folders above a file its relative imports need as packages: 1 for ``from .tape import Tape``."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return 0
    return max((node.level for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)), default=0)


def _root_above(folder: Path) -> Path:
    """The nearest folder with a project's marks or tests; the folder itself where there is none."""
    for above in (folder, *folder.parents):
        if any((above / mark).exists() for mark in MARKS_OF_A_ROOT):
            return above
        if any((above / name).is_dir() for name in ("tests", "test")):
            return above
        if above == Path.home() or above.parent == above:
            break
    return folder


def _python_files(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name not in PASSED_OVER
            and not name.startswith(".")
            and name not in ("tests", "test")
            and not (Path(where) / name / "pyvenv.cfg").exists()
        )
        for name in sorted(files):
            is_test = name.startswith("test_") or name.endswith("_test.py") or name in NO_ENGINES
            if name.endswith(".py") and not is_test:
                yield Path(where) / name


def likeliest(paths: Iterable[Path]) -> list[Path]:
    """Those of some Python files that define arithmetic in a class, the likeliest engine first."""
    scored = [(_likeliness(path), path) for path in paths]
    return [path for (most, _), path in sorted(scored, key=lambda each: each[0], reverse=True) if most]


def _likeliness(path: Path) -> tuple[int, int]:
    """How much a file looks like an engine: the most arithmetic that one of its classes defines."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8-sig"))
    except (SyntaxError, UnicodeDecodeError, ValueError):
        return (0, 0)
    most = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            defined = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
            most = max(most, len(defined & ARITHMETIC))
    return (most, -len(path.parts))

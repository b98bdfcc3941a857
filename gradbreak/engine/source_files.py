"""Reading and importing the engine's files, and checking that the imported file is the one that was read."""

from __future__ import annotations

import importlib
import os
import sys
import types
from collections.abc import Iterable
from pathlib import Path

from gradbreak.errors import BadEngine


def module_name(file: str) -> str:
    """The dotted name under which tests import an engine file; a ``src`` folder is not part of it."""
    parts = list(Path(file).with_suffix("").parts)
    if parts[0] in ("src", "source"):
        parts = parts[1:]
    if parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(parts)


def import_engine(root: Path, file: str, name: str = "") -> types.ModuleType:
    """Import an engine file, and make sure that it is this file which was imported.

    Args:
        root: the project's folder.
        file: the path relative to it.
        name: the dotted name that tests import it under; empty where it follows from the path.

    Raises:
        BadEngine: the import fails, or finds another file.
    """
    name = name or module_name(file)
    # The project's files are never written to, and its folders get no __pycache__ from us.
    was_off, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        module = importlib.import_module(name)
    except Exception as error:  # noqa: BLE001  # whatever a learner's module raises, it is named
        raise BadEngine(
            f"importing {name} from {file} fails with {type(error).__name__}: {' '.join(str(error).split())}",
            "Correct the engine",
        ) from None
    finally:
        sys.dont_write_bytecode = was_off
    found = Path(os.path.realpath(module.__file__ or ""))
    if found != Path(os.path.realpath(root / file)):
        raise BadEngine(
            f"`import {name}` finds {found} and not {file}, so the tests would run another engine than the mutated one",
            "Uninstall the other copy, or run from the project's folder",
        )
    return module


def read_sources(root: Path, files: Iterable[str]) -> dict[str, str]:
    """The text of each file by its path relative to ``root``, in the given order.

    Raises:
        BadEngine: a file is not UTF-8 text.
    """
    return {file: read_source(root, file) for file in files}


def read_source(root: Path, file: str) -> str:
    """The text of one file with its line endings as they are, without a byte order mark.

    Raises:
        BadEngine: it is not UTF-8 text.
    """
    try:
        return (root / file).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadEngine(f"{file} is not UTF-8 text", "Save it as UTF-8") from None

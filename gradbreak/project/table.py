"""The ``[tool.gradbreak]`` table of a ``pyproject.toml``: what a project says besides what is inferred."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from gradbreak.config import Config
from gradbreak.engine.inspecting import Inspection
from gradbreak.errors import ConfigError, Conflict

FILE = "pyproject.toml"


class ProjectTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[tool.gradbreak]``; every key may be missing, and what is missing is inferred.

    Attributes:
        engine: paths of the engine's file, folder or notebook, relative to the table's file.
        tests: files, folders and globs, each a suite.
        node_class, value, gradient, entry_point, reset, parents, closure: as in ``engine.toml``.
        operations: method name → operation name, besides those that were found.
    """

    engine: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    node_class: str | None = None
    value: str | None = None
    gradient: str | None = None
    entry_point: str | None = None
    reset: str | None = None
    parents: str | None = None
    closure: str | None = None
    operations: dict[str, str] = {}

    def applied_to(self, config: Config) -> Config:
        """A configuration with what the table says instead of what was inferred."""
        said = {
            name: value
            for name in ("node_class", "value", "gradient", "entry_point", "reset", "parents", "closure")
            if (value := getattr(self, name)) is not None
        }
        engine = msgspec.structs.replace(
            config.engine, **said, operations={**config.engine.operations, **self.operations}
        )
        return msgspec.structs.replace(config, engine=engine)


def find_table(start: Path) -> tuple[Path, ProjectTable] | None:
    """The nearest folder at or above ``start`` whose ``pyproject.toml`` has the table, and the table.

    Raises:
        ConfigError: the table has an unknown key or a wrong type, or its file is not TOML.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        table = _read(folder / FILE)
        if table is not None:
            try:
                return folder, msgspec.convert(table, ProjectTable)
            except msgspec.ValidationError as error:
                raise ConfigError(f"[tool.gradbreak] in {folder / FILE}: {error}", "Correct the table") from None
    return None


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}", "Correct it") from None
    table = document.get("tool", {}).get("gradbreak")
    if isinstance(table, dict) and isinstance(table.get("engine"), str):
        table = {**table, "engine": [table["engine"]]}
    return table if isinstance(table, dict) else None


def table_text(inspection: Inspection, config: Config, folder: Path) -> str:
    """The table that ``gradbreak init`` writes: the paths, and what was inferred as comments.

    Args:
        inspection: what was found out about the engine.
        config: the configuration that was inferred from it.
        folder: that of the table's file; paths are relative to it.
    """
    engine = config.engine
    path = _relative(config.root / engine.file, folder)
    tests = [_relative(config.root / suite.path, folder) for suite in config.suites]
    inferred = {
        "node_class": engine.node_class,
        "value": engine.value,
        "gradient": engine.gradient,
        "entry_point": engine.entry_point,
        "reset": engine.reset,
        "parents": engine.parents,
        "closure": engine.closure,
    }
    lines = [
        "[tool.gradbreak]",
        f"engine = [{json.dumps(path)}]",
        f"tests = [{', '.join(json.dumps(each) for each in tests)}]  # each is a suite",
        "# What was inferred. Remove the # of a line to say otherwise; an empty text means that there is none.",
        *(f"# {key} = {json.dumps(value)}" for key, value in inferred.items()),
        f"# Operations: {', '.join(each.name for each in inspection.recognition.operations)}.",
    ]
    return "\n".join(lines) + "\n"


def _relative(path: Path, folder: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else str(resolved)


def write_table(folder: Path, text: str) -> Path:
    """Append the table to a folder's ``pyproject.toml``, which is made where there is none.

    Raises:
        Conflict: the file has the table already.
    """
    path = folder / FILE
    if _read(path) is not None:
        raise Conflict(f"{path} has a table [tool.gradbreak] already", "Edit it, or remove it first")
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    path.write_text(before + gap + text, encoding="utf-8")
    return path

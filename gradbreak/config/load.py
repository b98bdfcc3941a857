"""Reading the configuration folder: every file validated, every mistake named with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from gradbreak.config.types import (
    BreakRule,
    Config,
    EngineConfig,
    EquivalentEntry,
    ExampleConfig,
    FamilyConfig,
    LessonConfig,
    Limits,
    ProbeConfig,
    SuiteConfig,
)
from gradbreak.errors import ConfigError, NoSuchSuite

FOLDER = "mutation_config"

T = TypeVar("T")


def find_root(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds a configuration folder.

    Raises:
        ConfigError: there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FOLDER / "engine.toml").is_file():
            return folder
    raise ConfigError(
        f"no {FOLDER}/engine.toml in {start.resolve()} or any folder above it",
        "Go to the project's folder, or name it with --root",
    )


def load_config(root: Path) -> Config:
    """All declarations of the project in ``root``, validated one by one and against each other.

    Raises:
        ConfigError: a file is missing or malformed, or speaks of something that is not there.
        NoSuchSuite: a suite's folder does not exist.
    """
    folder = root / FOLDER
    config = Config(
        root=root.resolve(),
        engine=_read(folder / "engine.toml", EngineConfig),
        suites=_read_list(folder / "suites.toml", "suite", SuiteConfig),
        families=_read_list(folder / "families.toml", "family", FamilyConfig),
        breaks=_read_list(folder / "breaks.toml", "break", BreakRule),
        equivalent=_read_list(folder / "equivalent.toml", "equivalent", EquivalentEntry, may_be_empty=True),
        examples=_read_list(folder / "examples.toml", "example", ExampleConfig, may_be_empty=True),
        limits=_read(folder / "limits.toml", Limits),
        lesson=_read(folder / "lesson.toml", LessonConfig) if (folder / "lesson.toml").exists() else None,
        probes=_read_list(folder / "probes.toml", "probe", ProbeConfig, may_be_empty=True)
        if (folder / "probes.toml").exists()
        else (),
    )
    _check(config)
    return config


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        raise ConfigError(f"{_short(path)} is missing", "Restore it; every configuration file is needed") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{_short(path)} is not UTF-8 text", "Save it as UTF-8") from None
    except msgspec.DecodeError as error:
        raise ConfigError(
            f"{_short(path)}: {_plain(error)}", "Correct it; docs/configuration.md has every key"
        ) from None


def _read_list(path: Path, key: str, kind: type[T], *, may_be_empty: bool = False) -> tuple[T, ...]:
    whole = _read(path, dict[str, object])
    unknown = sorted(set(whole) - {key})
    if unknown:
        raise ConfigError(
            f"{_short(path)}: unknown table {unknown[0]!r}", f"It holds [[{key}]] tables and nothing else"
        )
    tables = whole.get(key, [])
    if not isinstance(tables, list):
        raise ConfigError(f"{_short(path)}: {key!r} is not a list of tables", f"Begin each entry with [[{key}]]")
    entries = []
    for number, table in enumerate(tables, start=1):
        try:
            entries.append(msgspec.convert(table, kind))
        except msgspec.ValidationError as error:
            raise ConfigError(
                f"{_short(path)}, [[{key}]] number {number}: {_plain(error)}",
                "Correct it; docs/configuration.md has every key",
            ) from None
    if not entries and not may_be_empty:
        raise ConfigError(f"{_short(path)} has no [[{key}]]", "Add at least one")
    return tuple(entries)


def _plain(error: msgspec.DecodeError) -> str:
    """Msgspec's message in our words: it speaks of objects and fields, TOML of tables and keys."""
    text = str(error)
    text = re.sub(r"Object contains unknown field `(.*?)`", r"unknown key '\1'", text)
    text = re.sub(r"Object missing required field `(.*?)`", r"the key '\1' is missing", text)
    text = text.replace("`", "'").replace(" - at '$.", " at '").replace(" - at '$'", "")
    return text.replace("'object'", "'table'")


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _check(config: Config) -> None:
    """What no single file can know of itself."""
    for file in config.engine.files:
        if not (config.root / file).is_file():
            raise ConfigError(f"engine.toml names {file!r}, and there is no such file", "Correct the path")
    _check_unique("engine.toml", list(config.engine.files))
    _check_unique("suites.toml", [suite.name for suite in config.suites])
    _check_unique("suites.toml", [suite.short for suite in config.suites])
    _check_unique("families.toml", [family.id for family in config.families])
    _check_unique("breaks.toml", [rule.id for rule in config.breaks])
    _check_unique("examples.toml", [example.name for example in config.examples])
    families = {family.id for family in config.families}
    for rule in config.breaks:
        if rule.family not in families:
            raise ConfigError(
                f"breaks.toml: break {rule.id!r} combines {rule.family!r}, and families.toml has no such family",
                f"Choose one of: {', '.join(sorted(families))}",
            )
    for family in config.families:
        for pattern in (text for rule in family.rules for text in (rule.statement, rule.change) if text is not None):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ConfigError(
                    f"families.toml: {pattern!r} in family {family.id!r} is no regular expression: {error}",
                    "Correct the pattern",
                ) from None
    for suite in config.suites:
        if not (config.root / suite.path).is_dir():
            raise NoSuchSuite(
                f"suite {suite.name!r} should be in {suite.path!r}, and there is no such folder",
                "Correct its path in suites.toml, or make the folder",
            )


def _check_unique(file: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{file} has {name!r} {names.count(name)} times", "Keep one, or give each its own name")

"""Reading one TOML file of the configuration folder into a type, with errors that name file and key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from gradbreak.errors import ConfigError

T = TypeVar("T")


def read_table(path: Path, kind: type[T]) -> T:
    """Read a file as one table.

    Raises:
        ConfigError: it is missing, or doesn't fit ``kind``.
    """
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


def read_list(path: Path, key: str, kind: type[T], *, may_be_empty: bool = False) -> tuple[T, ...]:
    """Read a file as a list of tables under one key.

    Raises:
        ConfigError: it is missing, an entry doesn't fit ``kind``, or the list is empty and must not be.
    """
    whole = read_table(path, dict[str, object])
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
    """Msgspec's message in TOML's words: tables and keys in place of objects and fields."""
    text = str(error)
    text = re.sub(r"Object contains unknown field `(.*?)`", r"unknown key '\1'", text)
    text = re.sub(r"Object missing required field `(.*?)`", r"the key '\1' is missing", text)
    text = text.replace("`", "'").replace(" - at '$.", " at '").replace(" - at '$'", "")
    return text.replace("'object'", "'table'")


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def check_unique(file: str, names: list[str]) -> None:
    """Refuse a list that has a name twice.

    Raises:
        ConfigError: a name is repeated.
    """
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{file} has {name!r} {names.count(name)} times", "Keep one, or give each its own name")

"""What all catalogues share: they are typed, and each language has a TOML file for each of them."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import ClassVar, TypeVar

import msgspec
from msgspec import Struct


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Some sentences that belong together."""


class Catalogue(Section, frozen=True):
    """All sentences of one place that speaks, in one language.

    Attributes:
        FILE: the name of its file in the folder of each language.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """

    FILE: ClassVar[str]
    language: str


Texts = TypeVar("Texts", bound=Catalogue)


def load(catalogue: type[Texts], language: str) -> Texts:
    """A catalogue in one language. A line break within a sentence counts as a blank.

    Args:
        catalogue: which one.
        language: one of ``gradbreak.texts.LANGUAGES``.

    Raises:
        KeyError: there is no such language.
        msgspec.ValidationError: the file lacks a sentence or has one too many; the error names it.
    """
    found = _read(catalogue, language)
    assert isinstance(found, catalogue)
    return found


@functools.cache  # not on ``load`` itself: its result would lose its type, and a mistyped key would pass mypy
def _read(catalogue: type[Catalogue], language: str) -> Catalogue:
    path = files("gradbreak.texts") / language / catalogue.FILE
    if not path.is_file():
        raise KeyError(language)
    return msgspec.convert(_on_one_line(tomllib.loads(path.read_text(encoding="utf-8"))), catalogue)


def _on_one_line(value: object) -> object:
    if isinstance(value, dict):
        return {name: _on_one_line(each) for name, each in value.items()}
    return value.replace("\n", " ") if isinstance(value, str) else value

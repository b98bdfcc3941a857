"""Caches the engines, because making mutants takes longer than grading a small suite."""

from __future__ import annotations

import contextlib
import hashlib
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak import __version__, mutation
from gradbreak.config import Config
from gradbreak.engine.source_files import read_sources
from gradbreak.grading.declarations import Grading
from gradbreak.grading.engines.types import Engines
from gradbreak.grading.engines.variants import make_engines, rest_of_packages

FILE = "grading-engines.json"


class _CachedEngines(Struct, frozen=True):
    """The content of the cache file.

    Attributes:
        digest: of everything that the engines are made from.
        engines: the engines.
    """

    digest: str
    engines: Engines


def cached_engines(config: Config, grading: Grading, folder: Path | None) -> Engines:
    """The engines of a project, from the cache if nothing has changed since they were made.

    Args:
        config: the project's declarations.
        grading: the declarations about grading.
        folder: an existing folder for the cache; None for no cache.

    Raises:
        ConfigError: a declaration does not fit the engine.
        BadEngine: a file of the engine cannot be parsed.
    """
    digest = _digest(config, grading)
    if folder:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            kept = msgspec.json.decode((folder / FILE).read_bytes(), type=_CachedEngines)
            if kept.digest == digest:
                return kept.engines
    engines = make_engines(config, grading, mutation.make_mutants(config))
    if folder:
        fresh = folder / f"{FILE}.new"
        fresh.write_bytes(msgspec.json.encode(_CachedEngines(digest, engines)))
        fresh.replace(folder / FILE)
    return engines


def _digest(config: Config, grading: Grading) -> str:
    made_from = [
        __version__,
        version("mutmut"),
        config.engine,
        config.families,
        config.breaks,
        config.equivalent,
        grading.controls,
        list(rest_of_packages(config).items()),
        list(read_sources(config.root, config.engine.files).items()),
    ]
    return hashlib.sha256(msgspec.json.encode(made_from)).hexdigest()

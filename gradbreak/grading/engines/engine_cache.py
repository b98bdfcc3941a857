"""Caches the engines, because making mutants takes longer than grading a small suite."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from gradbreak import __version__, mutation
from gradbreak.config import Config
from gradbreak.engine.source_files import read_sources
from gradbreak.grading.declarations import Grading
from gradbreak.grading.engines.types import Engines
from gradbreak.grading.engines.variants import Variant, make_engines, rest_of_packages
from gradbreak.process.cache import cached

FILE = "grading-engines.json"

FORMAT = 4
"""Raised when something else is made from the same declarations, so that an older cache is not taken for it."""


def cached_engines(
    config: Config, grading: Grading, folder: Path | None, made: Sequence[Variant] | None = None
) -> Engines:
    """The engines of a project, from the cache if nothing has changed since they were made.

    Args:
        config: the project's declarations.
        grading: the declarations about grading.
        folder: an existing folder for the cache; None for no cache.
        made: the correct engines that were made; None for the declared ones.

    Raises:
        ConfigError: a declaration does not fit the engine.
        BadEngine: a file of the engine cannot be parsed.
    """
    return cached(
        folder / FILE if folder else None,
        _digest(config, grading, made),
        Engines,
        lambda: make_engines(config, grading, mutation.make_mutants(config), made),
    )


def _digest(config: Config, grading: Grading, made: Sequence[Variant] | None) -> str:
    made_from = [
        FORMAT,
        __version__,
        sys.implementation.cache_tag,  # of the code that engines are compiled to
        platform.python_version(),
        version("mutmut"),
        config.engine,
        config.families,
        config.breaks,
        config.equivalent,
        grading.controls,
        grading.rubric.points.other_levels,
        made,
        [each.site for each in config.sites],
        list(rest_of_packages(config).items()),
        list(read_sources(config.root, config.engine.files).items()),
    ]
    return hashlib.sha256(msgspec.json.encode(made_from)).hexdigest()

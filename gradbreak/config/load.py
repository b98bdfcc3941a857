"""Reading the configuration folder, and checking its files against each other."""

from __future__ import annotations

import os
import re
from itertools import permutations
from pathlib import Path

from gradbreak.config.reading import check_unique, read_list, read_table
from gradbreak.config.types import (
    BreakRule,
    Config,
    EngineConfig,
    EquivalentEntry,
    ExampleConfig,
    FamilyConfig,
    HintLimit,
    LessonConfig,
    MutantLimits,
    ProbeConfig,
    SuiteConfig,
)
from gradbreak.errors import ConfigError, NoSuchSuite
from gradbreak.model import BreakKind

FOLDER = "mutation_config"


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
        "Name your engine with --engine PATH, or go to a configured project's folder",
    )


def load_config(root: Path) -> Config:
    """Read all declarations of the project in ``root``, and check each and their references to each other.

    Raises:
        ConfigError: a file is missing or malformed, or refers to something that doesn't exist.
        NoSuchSuite: a suite's folder does not exist.
    """
    folder = root / FOLDER
    config = Config(
        root=root.resolve(),
        engine=read_table(folder / "engine.toml", EngineConfig),
        suites=read_list(folder / "suites.toml", "suite", SuiteConfig),
        families=read_list(folder / "families.toml", "family", FamilyConfig),
        breaks=read_list(folder / "breaks.toml", "break", BreakRule),
        equivalent=read_list(folder / "equivalent.toml", "equivalent", EquivalentEntry, may_be_empty=True),
        examples=read_list(folder / "examples.toml", "example", ExampleConfig, may_be_empty=True),
        limits=read_table(folder / "limits.toml", MutantLimits),
        lesson=read_table(folder / "lesson.toml", LessonConfig) if (folder / "lesson.toml").exists() else None,
        probes=read_list(folder / "probes.toml", "probe", ProbeConfig, may_be_empty=True)
        if (folder / "probes.toml").exists()
        else (),
        hints=hints_given(root),
    )
    _check(config)
    return config


def hints_given(root: Path) -> int:
    """The last step of hints that people get in a project; a whole test where it has no rubric.

    Args:
        root: the folder that holds the configuration folder.

    Raises:
        ConfigError: the rubric is malformed.
    """
    path = root / FOLDER / "rubric.toml"
    return (read_table(path, HintLimit) if path.exists() else HintLimit()).hints


def _methods_of(config: Config) -> dict[str, list[str]]:
    methods: dict[str, list[str]] = {}
    for method, operation in config.engine.operations.items():
        methods.setdefault(operation, []).append(method)
    return methods


def _check(config: Config) -> None:
    """Check what no file can be checked for alone."""
    for file in filter(None, config.engine.files):
        # The path as written, without following links: a file of the project may be a link to one elsewhere.
        if not Path(os.path.normpath(config.root / file)).is_relative_to(config.root):
            raise ConfigError(f"engine.toml names {file!r}, which is outside the project", "Name a file of the project")
        if not (config.root / file).is_file():
            raise ConfigError(f"engine.toml names {file!r}, and there is no such file", "Correct the path")
    check_unique("engine.toml", list(config.engine.files))
    check_unique("suites.toml", [suite.name for suite in config.suites])
    check_unique("suites.toml", [suite.short for suite in config.suites])
    check_unique("families.toml", [family.id for family in config.families])
    check_unique("breaks.toml", [rule.id for rule in config.breaks])
    check_unique("examples.toml", [example.name for example in config.examples])
    for operation, methods in _methods_of(config).items():
        if len(methods) > 1:
            raise ConfigError(
                f"engine.toml: the operation {operation!r} is {' and '.join(methods)}",
                "Give each method an operation of its own",
            )
    families = {family.id for family in config.families}
    for rule in config.breaks:
        if (rule.kind is BreakKind.PARTIAL) != bool(rule.sites):
            wanted = "names no site" if not rule.sites else f"is {rule.kind.value} and names sites"
            raise ConfigError(
                f"breaks.toml: break {rule.id!r} {wanted}", "Name the sites of a partial break, and no others"
            )
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
                    f"families.toml: {pattern!r} in family {family.id!r} is not a regular expression: {error}",
                    "Correct the pattern",
                ) from None
    for suite in config.suites:
        if not (config.root / suite.path).is_dir():
            raise NoSuchSuite(
                f"suite {suite.name!r} should be in {suite.path!r}, and there is no such folder",
                "Correct its path in suites.toml, or make the folder",
            )
    for one, other in permutations(config.suites, 2):
        if (config.root / one.path).resolve().is_relative_to((config.root / other.path).resolve()):
            # A test id must belong to one suite only.
            raise ConfigError(
                f"suites.toml: the tests of {one.name!r} in {one.path!r} are tests of {other.name!r} too",
                "Give each suite a folder of its own",
            )

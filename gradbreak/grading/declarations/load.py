"""Reading the rubric and the controls."""

from __future__ import annotations

import re
from pathlib import Path

from gradbreak.config import Config
from gradbreak.config.load import FOLDER
from gradbreak.config.reading import check_unique, read_list, read_table
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations.types import (
    DEFAULT_POINTS,
    Control,
    ControlEdit,
    EngineRubric,
    Grading,
    LevelPoints,
    Rubric,
)


def load_grading(config: Config) -> Grading:
    """The declarations about grading, validated one by one and against the project.

    Of an engine that was inspected both files may be missing.

    Args:
        config: the project's other declarations.

    Raises:
        ConfigError: a file is missing or malformed, or speaks of something that is not there.
    """
    folder = config.cache_root / FOLDER
    may_be_missing = bool(config.sites)  # an engine that was inspected needs no declaration
    has_rubric = (folder / "rubric.toml").exists() or not may_be_missing
    has_controls = (folder / "controls.toml").exists() or not may_be_missing
    rubric = read_table(folder / "rubric.toml", Rubric) if has_rubric else Rubric(points=DEFAULT_POINTS)
    controls = read_list(folder / "controls.toml", "control", Control, may_be_empty=True) if has_controls else ()
    _check_rubric(config.cache_root, rubric)
    check_unique("controls.toml", [control.name for control in controls])
    for control in controls:
        for edit in control.edits:
            _check_edit(config, control, edit)
    reversing = [control.name for control in controls if control.reverses_operands]
    if len(reversing) > 1:
        raise ConfigError(
            f"controls.toml: {reversing[0]!r} and {reversing[1]!r} both say reverses_operands",
            "The order-proof level is made on one engine: keep one",
        )
    return Grading(rubric=rubric, controls=controls, are_controls_made=not has_controls)


def load_engine_rubric(path: Path | None) -> EngineRubric:
    """What engines are graded by.

    Args:
        path: a ``rubric.toml``; None for the points of nobody's rubric.

    Raises:
        ConfigError: the file is missing or malformed, has a key that no rubric has, or gives no points.
    """
    if path is None:
        return EngineRubric()
    said = read_table(path.resolve(), _AnyRubric)
    rubric = EngineRubric(**{name: getattr(said, name) for name in EngineRubric.__struct_fields__})
    if not any(getattr(rubric.engine_points, name) for name in rubric.engine_points.__struct_fields__):
        raise ConfigError("[engine_points] gives no points for anything", "Give at least one part some")
    return rubric


class _AnyRubric(Rubric, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rubric that may be about engines alone, so that it need not say what catching a break is worth."""

    points: LevelPoints = DEFAULT_POINTS


def _check_rubric(root: Path, rubric: Rubric) -> None:
    if (rubric.reference is None) != (rubric.must_miss is None):
        raise ConfigError("rubric.toml has one of reference and must_miss alone", "Name both, or neither")
    for key, path in (("reference", rubric.reference), ("must_miss", rubric.must_miss)):
        if path is not None and not (root / path).exists():
            raise ConfigError(f"rubric.toml: {key} is {path!r}, and there is no such file or folder", "Correct it")
    if not any(rubric.points.worth.values()):
        raise ConfigError("rubric.toml gives no points for anything", "Give at least one level some")


def _check_edit(config: Config, control: Control, edit: ControlEdit) -> None:
    place = f"controls.toml: control {control.name!r}"
    if (edit.find is None) == (edit.pattern is None):
        raise ConfigError(f"{place} has an edit with neither or both of 'find' and 'pattern'", "Give it one of them")
    if edit.file is not None and edit.file not in config.engine.files:
        raise ConfigError(
            f"{place} changes {edit.file!r}, which is no file of the engine",
            f"Choose among: {', '.join(config.engine.files)}",
        )
    if edit.find == "" or edit.pattern == "":
        raise ConfigError(f"{place} has an edit that looks for nothing", "Say what it replaces")
    if edit.pattern is not None:
        try:
            re.compile(edit.pattern, re.MULTILINE)
        except re.error as error:
            raise ConfigError(f"{place}: {edit.pattern!r} is no regular expression: {error}", "Correct it") from None

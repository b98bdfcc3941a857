"""Reading the rubric and the controls."""

from __future__ import annotations

import re
from pathlib import Path

from gradbreak.config import Config
from gradbreak.config.load import FOLDER
from gradbreak.config.reading import check_unique, read_list, read_table
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations.types import Control, ControlEdit, Grading, Rubric


def load_grading(config: Config) -> Grading:
    """The declarations about grading, validated one by one and against the project.

    Args:
        config: the project's other declarations.

    Raises:
        ConfigError: a file is missing or malformed, or speaks of something that is not there.
    """
    folder = config.root / FOLDER
    rubric = read_table(folder / "rubric.toml", Rubric)
    controls = read_list(folder / "controls.toml", "control", Control, may_be_empty=True)
    _check_rubric(config.root, rubric)
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
    return Grading(rubric=rubric, controls=controls)


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

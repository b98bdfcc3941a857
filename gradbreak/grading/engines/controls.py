"""Finds the edits of a declared control in the engine's text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradbreak.engine.edits import Edit, OverlappingEditsError, apply_edits
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import Control, ControlEdit
from gradbreak.grading.engines.types import Text


def control_edits(control: Control, reference: Text, main_file: str) -> tuple[Edit, ...]:
    """What a control changes in the engine.

    Args:
        control: the declaration.
        reference: the engine as it is.
        main_file: the file of edits that name none.

    Raises:
        ConfigError: an edit is found more or less often than declared, its replacement uses a group that does
            not exist, two edits change the same character, or what comes out is not Python.
    """
    edits = tuple(
        found
        for declared in control.edits
        for found in _found(control, declared, reference, declared.file or main_file)
    )
    for file in {edit.file for edit in edits}:
        try:
            text = apply_edits(reference[file], [edit for edit in edits if edit.file == file])
            compile(text, file, "exec")
        except OverlappingEditsError as error:
            raise ConfigError(f"{_place(control)}: {error}", "Make one edit of the two") from None
        except (SyntaxError, ValueError) as error:
            line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            raise ConfigError(
                f"{_place(control)} makes {file} something that is not Python ({error.args[0]}{line})",
                "Correct what it replaces",
            ) from None
    return edits


def _found(control: Control, declared: ControlEdit, reference: Text, file: str) -> Iterator[Edit]:
    pattern = declared.pattern if declared.pattern is not None else re.escape(declared.find or "")
    matches = list(re.finditer(pattern, reference[file], re.MULTILINE))
    if len(matches) != declared.times:
        raise ConfigError(
            f"{_place(control)} looks for {declared.pattern or declared.find!r} in {file} {declared.times} times"
            f" and finds it {len(matches)} times",
            "Adapt the edit to the engine, or correct 'times'",
        )
    for match in matches:
        try:
            replacement = declared.replace if declared.pattern is None else match.expand(declared.replace)
        except (re.error, IndexError) as error:
            raise ConfigError(f"{_place(control)}: {declared.replace!r}: {error}", "Correct the replacement") from None
        yield Edit(file=file, start=match.start(), end=match.end(), replacement=replacement)


def _place(control: Control) -> str:
    return f"controls.toml: control {control.name!r}"

"""From the files of somebody's engine to a project: recognised, inspected and mutated as on a command line."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from gradbreak.check.operand_reversal import Reversal, reversal_here
from gradbreak.engine.inspecting import Inspection, inspect
from gradbreak.engine.locating import locate
from gradbreak.errors import BadEngine
from gradbreak.mutation.catalogue import make_mutants
from gradbreak.playground.project import CorrectVariant, PlaygroundProject, describe_project
from gradbreak.playground.starter import starter
from gradbreak.project.inferred import inferred_config, is_plain_class

FOLDER = "engine"
"""The folder of the files, so that modules which import each other relatively have a package."""

PYTHON = ".py"


def project_of_engine(given: Mapping[str, str], independent_of: str) -> PlaygroundProject:
    """The project of an engine. It imports the engine into this process.

    Args:
        given: the name of each file → its text: a module, a notebook, or modules that import each other.
        independent_of: the end of the sentence "it depends on …" about the order in which a sweep visits operands.

    Raises:
        BadEngine: no engine was found in it, or a notebook is given beside other files.
        NoMutants: no statement of it adds to a gradient.
    """
    # A folder that no earlier engine was imported from, or that one would be found again.
    root = Path(tempfile.mkdtemp(prefix="given-"))
    paths = _written(given, root / FOLDER)
    if len(paths) > 1 and any(path.suffix != PYTHON for path in paths):
        raise BadEngine("a notebook is an engine by itself", "Give the notebook alone, or Python files alone")
    found = inspect(locate(paths[:1] if len(paths) == 1 else [root / FOLDER], root / FOLDER))
    if not isinstance(found, Inspection):
        raise BadEngine("; ".join(reason for _, reason in found.reasons), "Give another file")
    place = Path(found.located.root)
    config = inferred_config(found, (), place, root).with_confirmed_sites()
    mutants = make_mutants(config, sites_only=True)
    reversal = _reversal(found, root)
    plain = is_plain_class(found)
    text = starter(config.engine.shape) if plain else f"import {config.engine.shape.module}\n\n\n"
    modules = [path for path in place.rglob(f"*{PYTHON}") if len(paths) > 1]
    beside = {path.relative_to(place).as_posix(): path.read_text(encoding="utf-8") for path in modules}
    return describe_project(
        config,
        mutants,
        beside,
        correct=_right_first(reversal, independent_of),
        reversal=reversal,
        starter=text,
    )


def _written(given: Mapping[str, str], folder: Path) -> list[Path]:
    folder.mkdir()
    paths = []
    for name, text in given.items():
        path = folder / (PurePosixPath(name.replace("\\", "/")).name or f"engine{PYTHON}")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _reversal(found: Inspection, root: Path) -> Reversal | None:
    """What reverses the order of operands, found with the engine imported afresh."""
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(f"{root}/"):
            del sys.modules[name]
    return reversal_here(found.located)


def _right_first(reversal: Reversal | None, independent_of: str) -> tuple[CorrectVariant, ...]:
    if reversal is None:
        return ()
    return (
        CorrectVariant(
            name="right-first",
            independent_of=independent_of,
            edits=reversal.edits,
            reverses_sets=reversal.by_sets,
        ),
    )

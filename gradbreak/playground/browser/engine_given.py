"""From the text of somebody's engine to a project: recognised, inspected and mutated as on a command line."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

from gradbreak.engine.inspecting import Inspection, inspect
from gradbreak.engine.locating import locate
from gradbreak.errors import BadEngine
from gradbreak.mutation.catalogue import make_mutants
from gradbreak.playground.project import PlaygroundProject, describe_project
from gradbreak.playground.starter import starter
from gradbreak.project.inferred import inferred_config, is_plain_class


def project_of_engine(name: str, content: str) -> PlaygroundProject:
    """The project of one file. It imports the file into this process.

    Args:
        name: of the file, a module or a notebook.
        content: its text.

    Raises:
        BadEngine: no engine was found in it.
        NoMutants: no statement of it adds to a gradient.
    """
    # A folder that no earlier engine was imported from, or that one would be found again.
    folder = Path(tempfile.mkdtemp(prefix="engine-"))
    path = folder / (PurePosixPath(name.replace("\\", "/")).name or "engine.py")
    path.write_text(content, encoding="utf-8")
    found = inspect(locate([path], folder))
    if not isinstance(found, Inspection):
        raise BadEngine("; ".join(reason for _, reason in found.reasons), "Give another file")
    config = inferred_config(found, (), Path(found.located.root), folder)
    mutants = make_mutants(config, sites_only=True)
    plain = is_plain_class(found)
    text = starter(config.engine.shape) if plain else f"import {config.engine.shape.module}\n\n\n"
    return describe_project(config, mutants, mutants.sources, starter=text)

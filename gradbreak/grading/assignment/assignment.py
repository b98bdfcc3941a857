"""Writes an assignment: a folder for students and a folder for Gradescope."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import jinja2

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.errors import GradbreakError
from gradbreak.grading.assignment.example_test import example
from gradbreak.grading.assignment.package_files import package_files, requirements
from gradbreak.grading.assignment.practice_files import PRACTICE_HINTS, practice_files
from gradbreak.grading.assignment.project_files import Files, engine_files, feedback_of, grading_files
from gradbreak.grading.assignment.wheel import WHEEL, wheel
from gradbreak.grading.declarations import Rubric, load_grading
from gradbreak.texts import LANGUAGES

PROGRAMS = frozenset({"autograder/setup.sh", "autograder/run_autograder"})
"""What Gradescope runs: executable."""


def write_assignment(config: Config, folder: Path) -> None:
    """Write everything into a new folder, or into an empty one.

    Args:
        config: the project, whose engine and rubric the assignment is about.
        folder: where; it appears complete or not at all.

    Raises:
        GradbreakError: the folder has something in it, or cannot be written.
        ConfigError: the project declares nothing about grading.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GradbreakError(f"{folder} is not empty", "Name a folder that does not exist yet")
    files = assignment_files(config)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        for name, content in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o755 if name in PROGRAMS else 0o644)
        beside.replace(folder)
    except OSError as error:
        raise GradbreakError(
            f"{error.filename or folder} cannot be written: {error.strerror}", "Name another folder"
        ) from None


def assignment_files(config: Config) -> Files:
    """Every file of the assignment.

    Raises:
        ConfigError: the project declares nothing about grading.
    """
    grading = load_grading(config)
    texts = _texts(config, grading.rubric)
    return {
        "README.md": texts["teacher.md"],
        "student/README.md": texts["student.md"],
        "student/tests/test_engine.py": texts["test_engine.txt"],
        **_under("student", engine_files(config)),
        **_under("student", practice_files(config, grading.rubric)),
        f"student/{WHEEL}": wheel(),
        "autograder/setup.sh": texts["setup.sh"],
        "autograder/run_autograder": texts["run_autograder.sh"],
        "autograder/requirements.txt": "".join(f"{line}\n" for line in requirements(grading.rubric.packages)).encode(),
        **_under("autograder", package_files()),
        **_under("autograder/project", grading_files(config, grading.rubric)),
    }


def _under(folder: str, files: Mapping[str, bytes]) -> Files:
    return {f"{folder}/{name}": content for name, content in files.items()}


def _texts(config: Config, rubric: Rubric) -> Mapping[str, bytes]:
    """Every template, filled in; of what people read, the one in the rubric's language."""
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("gradbreak.grading.assignment"),
        autoescape=False,  # Markdown, shell and Python, from the project's own declarations
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    module = PurePosixPath(config.engine.file).with_suffix("").parts
    context = {
        "engine": config.engine,
        "module": ".".join(module),
        "example": example(config),
        "feedback": feedback_of(rubric),
        "packages": rubric.packages,
        "points": rubric.points.worth,
        "tests": rubric.limits.tests,
        "wheel": WHEEL,
        "hints": min(rubric.hints, PRACTICE_HINTS),
        "version": __version__,
    }
    folder = f"{rubric.language or LANGUAGES[0]}/"
    return {
        name.removeprefix(folder).removesuffix(".j2"): templates.get_template(name).render(context).encode()
        for name in templates.list_templates()
        if name.startswith(folder) or "/" not in name
    }

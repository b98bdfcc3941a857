"""The files of the example project, from wherever this installation has them.

They are the top-level folders of the repository. A wheel has a copy in ``gradbreak/example/project``, which setup.py
makes when the wheel is built; in a clone, or installed with ``pip install --editable``, they are read where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gradbreak.errors import GradbreakError

FOLDERS = ("minigrad", "mutation_config", "tests/suites", "tests/students/honest")
"""Copied whole, without what Python leaves there."""

SETTINGS = "pyproject.toml"

_MUTMUT = re.compile(r"^\[tool\.mutmut\]\n(?:(?!\[).*\n)+", re.MULTILINE)
"""The table that `mutmut run` reads, up to the next table."""

_PYTEST = """\
[tool.pytest.ini_options]
testpaths = ["tests/suites"]
addopts = ["--import-mode=importlib"]
pythonpath = ["."]
"""
"""Instead of the table of this repository, which is about the harness's own tests, too."""

_README = """\
# minigrad and its suites

An example project of gradbreak. `minigrad/` is a small autograd engine. Each folder below `tests/suites/` is a suite
that is compared with the others. `mutation_config/` declares both. `tests/students/honest/` has submissions to grade.

    gradbreak run                 # every test on every mutant; the report is reports/latest/index.html
    gradbreak explain mul.self    # why one mutant survives, and a test that kills it
    gradbreak lesson              # predict, break, run, observe, diagnose
    gradbreak grade tests/students/honest/every_operation
    mutmut run                    # the same mutants by way of mutmut
"""


def example_files() -> dict[str, bytes]:
    """Path relative to the project's folder → content.

    Raises:
        GradbreakError: this installation lacks them.
    """
    source = _source(Path(__file__).parent)
    settings = _MUTMUT.search((source / SETTINGS).read_text(encoding="utf-8"))
    assert settings is not None
    return {
        "README.md": _README.encode(),
        SETTINGS: f"{settings[0].rstrip()}\n\n{_PYTEST}".encode(),
        **{name: content for folder in FOLDERS for name, content in _tree(source, folder)},
    }


def _source(package: Path) -> Path:
    """The folder that the example's folders are in.

    Args:
        package: the folder of this package.
    """
    for source in (package / "project", package.parents[1]):
        if all((source / name).exists() for name in (*FOLDERS, SETTINGS)):
            return source
    raise GradbreakError(f"the example project is missing from {package}", "Install gradbreak again from its wheel")


def _tree(root: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted((root / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_bytes()

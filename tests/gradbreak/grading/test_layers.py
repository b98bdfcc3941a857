"""The parts of grading import each other in one direction, in the order that the package's docstring gives."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gradbreak import grading

PACKAGE = Path(grading.__file__).parent
LAYERS = [line.split() for line in (grading.__doc__ or "").splitlines() if line.startswith("    ")]
LAYER = {part: number for number, parts in enumerate(LAYERS) for part in parts}
PARTS = sorted(
    {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")} - {"__init__"}
)


def imported_parts(source: str) -> set[str]:
    """The parts of grading that a module imports by absolute names."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == grading.__name__:
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{grading.__name__}."):
            found.add((node.module or "").split(".")[2])
    return found


def test_the_docstring_names_every_part_once():
    assert sorted(part for parts in LAYERS for part in parts) == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_a_part_imports_only_from_the_layers_below_its_own(part):
    files = [PACKAGE / f"{part}.py", *(PACKAGE / part).rglob("*.py")]
    imported = set[str]().union(*(imported_parts(file.read_text("utf-8")) for file in files if file.is_file())) - {part}
    assert {other for other in imported if LAYER[other] >= LAYER[part]} == set()


def test_only_the_command_line_and_the_playground_use_grading_and_only_its_face():
    importers = {}
    for path in PACKAGE.parent.rglob("*.py"):
        if PACKAGE not in path.parents and (parts := imported_parts(path.read_text("utf-8"))):
            importers[path.relative_to(PACKAGE.parent).parts[0]] = parts
    assert importers == {"cli": {"api"}, "playground": {"api"}}


@pytest.mark.parametrize("source", ["from gradbreak.grading import judge", "from gradbreak.grading.judge import judge"])
def test_an_import_would_be_noticed(source):
    assert imported_parts(source) == {"judge"}

"""The files that the tests of a cell are run from: a module with the notebook's engine, and one with the tests."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from gradbreak.engine.notebooks import cell_of, names_defined, write_module
from gradbreak.errors import BadTestFile
from gradbreak.process.cache import CACHE

OURS = ("%%gradbreak", "%load_ext gradbreak", "%reload_ext gradbreak")
"""What a cell of our own begins with; it is no part of the engine, and not worth naming as skipped."""

ENGINE = "notebook_engine"
"""The name of the module; two notebooks in one folder overwrite it in turn, each before it is used."""


class CellFiles(Struct, frozen=True):
    """The two files, absolute."""

    engine: Path
    tests: Path


def write_files(folder: Path, inputs: Sequence[str], cell: str) -> CellFiles:
    """Write both.

    Args:
        folder: the notebook's working folder; the files go to its cache.
        inputs: what was run so far, in order.
        cell: the tests, without the line of the magic.

    Raises:
        BadEngine: no cell defines a class.
        BadTestFile: the cell is no Python.
    """
    below = folder.resolve() / CACHE / "notebooks"
    cells = [cell_of(number, text) for number, text in enumerate(inputs) if text.strip()]
    cells = [each for each in cells if not any(line.startswith(OURS) for line in each.skipped)]
    engine = write_module(cells, below, ENGINE, "this notebook that was run")
    tests = below / "test_cell.py"
    names = names_defined(engine.read_text(encoding="utf-8"))
    tests.write_text(_test_module(cell, names), encoding="utf-8")
    return CellFiles(engine, tests)


def _test_module(cell: str, names: Sequence[str]) -> str:
    """The text of the tests. A cell without a test function is one test."""
    read = cell_of(0, cell)
    if not read.code.strip():
        why = f": {read.skipped[-1]}" if read.skipped else ""
        raise BadTestFile(f"the cell holds no tests{why}", "Write asserts or test functions below %%gradbreak")
    has_tests = any(
        isinstance(each, (ast.FunctionDef, ast.ClassDef)) and each.name.lower().startswith("test")
        for each in ast.parse(read.code).body
    )
    code = read.code
    if not has_tests:
        code = "def test_cell():\n" + "\n".join(f"    {line}" for line in code.splitlines())
    return f"from {ENGINE} import {', '.join(names)}\n\n\n{code}\n"

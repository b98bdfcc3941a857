"""Reads the tests or the engine of a notebook as a module.

Where tests are graded, an engine that stands in the notebook is left out: they run on the engine of the assignment.
What is no Python is skipped. Both are said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from gradbreak.engine.notebooks import NotebookCell, definitions, read_cells
from gradbreak.engine.source_files import module_name
from gradbreak.errors import BadEngine
from gradbreak.grading.model import FileProblem, is_named_as_tests

NOTEBOOK = ".ipynb"

TEST_MAGIC = "%%gradbreak"
"""The magic of a cell with tests; asserts below it without a function are a test."""

ARITHMETIC = frozenset({"__add__", "__mul__"})
"""Methods by which a class is taken for an engine's node."""


class NotebookModule(Struct, frozen=True):
    """What is graded of a notebook.

    Attributes:
        name: of the module.
        text: of the module.
        problems: what was left out of the notebook.
    """

    name: str
    text: bytes
    problems: tuple[FileProblem, ...]


def module_of_tests(name: str, content: bytes, engine: Collection[str]) -> NotebookModule | None:
    """The tests of a notebook; None where it defines none.

    Args:
        name: of the file. Only a notebook is looked at.
        content: of the file.
        engine: the engine's files, relative to its root; none if it is not known.
    """
    cells = [_as_test(cell) for cell in _cells(name, content, (TEST_MAGIC,))]
    nodes = {node for cell in cells for node in _nodes(cell)} if engine else set()
    text = definitions(_without(cells, nodes))
    if not any(_is_test(each) for each in ast.parse(text).body):
        return None
    if nodes:
        text = f"from {module_name(next(iter(engine)))} import {', '.join(sorted(nodes))}\n\n{text}"
    path = PurePosixPath(name)
    stem = path.stem if is_named_as_tests(path.stem) else f"test_{path.stem}"
    return NotebookModule(str(path.with_name(f"{stem}.py")), text.encode(), tuple(_problems(name, cells, nodes)))


def engine_of_notebook(name: str, content: bytes) -> NotebookModule | None:
    """The definitions of a notebook; None where it defines no class but for tests.

    Args:
        name: of the file. Only a notebook is looked at.
        content: of the file.
    """
    cells = _cells(name, content, ())
    text = definitions(cells)
    if not any(isinstance(each, ast.ClassDef) and not _is_test(each) for each in ast.parse(text).body):
        return None
    path = PurePosixPath(name)
    stem = re.sub(r"\W", "_", path.stem).strip("_") or "notebook"
    return NotebookModule(str(path.with_name(f"{stem}.py")), text.encode(), tuple(_problems(name, cells, ())))


def _cells(name: str, content: bytes, read: tuple[str, ...]) -> list[NotebookCell]:
    if not name.endswith(NOTEBOOK):
        return []
    try:
        return read_cells(content.decode(errors="replace"), name, read)
    except (BadEngine, SyntaxError, ValueError, RecursionError):
        return []


def _as_test(cell: NotebookCell) -> NotebookCell:
    """A cell below our magic that defines no test, as one."""
    if not any(line.startswith(TEST_MAGIC) for line in cell.skipped):
        return cell
    skipped = tuple(line for line in cell.skipped if not line.startswith(TEST_MAGIC))
    code = cell.code
    if code.strip() and not any(_is_test(each) for each in ast.parse(code).body):
        code = f"def test_cell_{cell.number}():\n    pass\n" + "".join(f"    {line}\n" for line in code.splitlines())
    return NotebookCell(cell.number, code, skipped)


def _is_test(statement: ast.stmt) -> bool:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return isinstance(statement, kinds) and statement.name.lower().startswith("test")


def _nodes(cell: NotebookCell) -> Iterator[str]:
    for statement in ast.parse(cell.code).body:
        if isinstance(statement, ast.ClassDef) and not _is_test(statement):
            methods = {each.name for each in statement.body if isinstance(each, ast.FunctionDef)}
            if methods & ARITHMETIC:
                yield statement.name


def _without(cells: Iterable[NotebookCell], names: Collection[str]) -> Iterator[NotebookCell]:
    """The cells without the classes of these names, and without what is assigned to their attributes later."""
    for cell in cells:
        lines = cell.code.splitlines()
        for statement in ast.parse(cell.code).body:
            if _defined(statement) in names:
                first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
                last = statement.end_lineno or first
                lines[first - 1 : last] = [""] * (last - first + 1)
        yield NotebookCell(cell.number, "\n".join(lines), cell.skipped)


def _defined(statement: ast.stmt) -> str:
    """The name of a class, or of the one whose attribute is assigned to: ``Node.__mul__ = mul``."""
    if isinstance(statement, ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute):
        owner = statement.targets[0].value
        return owner.id if isinstance(owner, ast.Name) else ""
    return ""


def _problems(name: str, cells: Iterable[NotebookCell], nodes: Collection[str]) -> Iterator[FileProblem]:
    said = []
    if nodes:
        said.append(f"its engine ({', '.join(sorted(nodes))}) is left out: the tests are graded on another")
    skipped = [f"cell {cell.number}: {line}" for cell in cells for line in cell.skipped]
    if skipped:
        said.append(f"skipped, because it is no Python: {'; '.join(skipped)}")
    if said:  # a file has one line of problems
        yield FileProblem(file=name, message="; ".join(said))

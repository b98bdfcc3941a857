"""The tests of a notebook, without an engine that stands in it: they are to run on another."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gradbreak.engine.notebooks import NotebookCell, definitions, skipped_of

TEST_MAGIC = "%%gradbreak"
"""The magic of a cell with tests; asserts below it without a function are a test."""

ARITHMETIC = frozenset({"__add__", "__mul__"})
"""Methods by which a class is taken for an engine's node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookTests:
    """What tests a notebook holds.

    Attributes:
        text: of a module with them.
        nodes: the names of the classes that were left out, because they are an engine's.
        skipped: what is no Python, ``cell 2: %matplotlib inline``.
    """

    text: str
    nodes: tuple[str, ...]
    skipped: tuple[str, ...]


def module_with_tests(cells: Sequence[NotebookCell], module: str) -> NotebookTests | None:
    """The tests of a notebook; None where it defines none.

    Args:
        cells: those of the notebook, in which ``TEST_MAGIC`` is read.
        module: the engine that the tests are to run on, as they import it; empty where it is not known, and then what
            the notebook holds stays in it.
    """
    cells = [_as_test(cell) for cell in cells]
    nodes = {node for cell in cells for node in nodes_in(cell.code)} if module else set()
    text = definitions(_without(cells, nodes))
    if not any(is_test(each) for each in ast.parse(text).body):
        return None
    if nodes:
        text = f"from {module} import {', '.join(sorted(nodes))}\n\n{text}"
    return NotebookTests(text=text, nodes=tuple(sorted(nodes)), skipped=skipped_of(cells))


def is_test(statement: ast.stmt) -> bool:
    """Whether a statement defines a test, or a class of them."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return isinstance(statement, kinds) and statement.name.lower().startswith("test")


def _as_test(cell: NotebookCell) -> NotebookCell:
    """A cell below our magic that defines no test, as one."""
    if not any(line.startswith(TEST_MAGIC) for line in cell.skipped):
        return cell
    skipped = tuple(line for line in cell.skipped if not line.startswith(TEST_MAGIC))
    code = cell.code
    if code.strip() and not any(is_test(each) for each in ast.parse(code).body):
        code = f"def test_cell_{cell.number}():\n    pass\n" + "".join(f"    {line}\n" for line in code.splitlines())
    return NotebookCell(cell.number, code, skipped)


def nodes_in(code: str) -> Iterator[str]:
    """The names of the classes that an engine's nodes may be of.

    Args:
        code: Python.

    Raises:
        SyntaxError: it is none.
    """
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.ClassDef) and not is_test(statement):
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

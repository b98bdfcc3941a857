"""The code of a notebook as a module: its definitions and imports, without what only runs for show.

Lines for the notebook itself, magics and shell commands, are no Python. They are skipped, and the module says which.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradbreak.errors import BadEngine

KEPT = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
"""What a module made from a notebook keeps; of assignments, those of literals and of attributes of a class."""

MADE = "# Made of a notebook by gradbreak: edit the notebook instead."
"""The first line of such a module."""

SKIPPED = "# skipped: "
"""What a line begins with, at the top of a module, that names something skipped."""


@dataclass(frozen=True, slots=True)
class NotebookCell:
    """One code cell.

    Attributes:
        number: counted from 1 over all cells of the notebook, as its editor shows them.
        code: its Python. A skipped line is a comment, so that line numbers within the cell stay.
        skipped: the lines that are no Python, and why a whole cell is none.
    """

    number: int
    code: str
    skipped: tuple[str, ...] = ()


def cell_of(number: int, text: str, read: tuple[str, ...] = ()) -> NotebookCell:
    """A cell as somebody typed it.

    Args:
        number: its number.
        text: its text, with magics and shell commands.
        read: magics of whole cells below which there is Python to be read.
    """
    lines = text.splitlines()
    if lines and lines[0].lstrip().startswith("%%") and lines[0].split()[0] not in read:
        return NotebookCell(number, "", (lines[0].strip(),))
    magics = [line for line in lines if line.lstrip()[:1] in ("%", "!", "?")]
    code = "\n".join(f"# {line}" if line in magics else line for line in lines)
    skipped = tuple(line.strip() for line in magics)
    try:
        ast.parse(code)
    except SyntaxError as error:
        return NotebookCell(number, "", (*skipped, f"all of it, because line {error.lineno} is no Python"))
    return NotebookCell(number, code, skipped)


def read_cells(text: str, name: str, read: tuple[str, ...] = ()) -> list[NotebookCell]:
    """The code cells of a notebook.

    Args:
        text: the notebook's. Where nbformat is installed, one of any version.
        name: what to call it in an error.
        read: see ``cell_of``.

    Raises:
        BadEngine: it is no notebook.
    """
    try:
        cells = list(_document(text)["cells"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadEngine(f"{name} is no notebook that can be read", "Save it again from the notebook's editor") from None
    found = []
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", "")
            found.append(cell_of(number, "".join(source) if isinstance(source, list) else str(source), read))
    return found


def _document(text: str) -> Any:
    document: Any = json.loads(text)
    if "worksheets" not in document or importlib.util.find_spec("nbformat") is None:
        return document
    nbformat = importlib.import_module("nbformat")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an old notebook's cells have no ids, for one
        return nbformat.reads(text, as_version=4)


def as_module(path: Path, folder: Path) -> Path:
    """Write the definitions of a notebook to a module, and return its path.

    Args:
        path: the notebook.
        folder: where to write it.

    Raises:
        BadEngine: it is no notebook, or has no class.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError:
        text = ""
    name = "".join(character if character.isalnum() else "_" for character in path.stem)
    return write_module(
        read_cells(text, str(path)), folder, name if name[:1].isalpha() else f"notebook_{name}", str(path)
    )


def write_module(cells: Sequence[NotebookCell], folder: Path, name: str, notebook: str) -> Path:
    """Write the definitions of some cells to a module, and return its path.

    Args:
        cells: the cells, in the order in which they ran.
        folder: where to write it.
        name: of the module.
        notebook: what to call the notebook in an error.

    Raises:
        BadEngine: no cell defines a class.
    """
    parts, kept = _kept_parts(cells)
    if not any(isinstance(statement, ast.ClassDef) for statement in kept):
        raise BadEngine(f"no cell of {notebook} defines a class", "Name the notebook that defines the engine")
    folder.mkdir(parents=True, exist_ok=True)
    module = folder / f"{name}.py"
    skipped = [f"{SKIPPED}{line}" for line in skipped_of(cells)]
    text = "\n".join([MADE, *skipped]) + "\n\n" + "\n\n".join(parts) + "\n"
    if not module.exists() or module.read_text(encoding="utf-8") != text:
        module.write_text(text, encoding="utf-8")
    return module


def is_of_notebook(text: str) -> bool:
    """Whether the text of a module was made of a notebook."""
    return text.startswith(MADE)


def skipped_in(module: Path) -> tuple[str, ...]:
    """What was skipped of the notebook that a module was made of, ``cell 2: %matplotlib inline``."""
    lines = module.read_text(encoding="utf-8").splitlines() if module.is_file() else []
    return tuple(line.removeprefix(SKIPPED) for line in lines if line.startswith(SKIPPED))


def skipped_of(cells: Iterable[NotebookCell]) -> tuple[str, ...]:
    """What is skipped of some cells, ``cell 2: %matplotlib inline``."""
    return tuple(f"cell {cell.number}: {line}" for cell in cells for line in cell.skipped)


def definitions(cells: Iterable[NotebookCell]) -> str:
    """The definitions and imports of some cells as the text of a module."""
    parts, _ = _kept_parts(cells)
    return "\n\n".join(parts) + "\n"


def names_defined(text: str) -> tuple[str, ...]:
    """The names that a module's classes, functions and assignments define, in order."""
    names: dict[str, None] = {}
    for statement in ast.parse(text).body:
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            names[statement.name] = None
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            names[statement.targets[0].id] = None
    return tuple(names)


def _kept_parts(cells: Iterable[NotebookCell]) -> tuple[list[str], list[ast.stmt]]:
    """The source of what is kept of each cell below a line with its number, and the statements themselves.

    Of a definition that was replaced, because its cell was run again or a later one improves it, the last version
    counts. It takes the place of the first, because statements between the two may use its name.
    """
    kept = [(cell, statement) for cell in cells for statement in ast.parse(cell.code).body if _is_kept(statement)]
    last = {_defined(statement): (cell, statement) for cell, statement in kept}
    parts: list[str] = []
    statements: list[ast.stmt] = []
    seen: set[str] = set()
    number = 0
    for each in kept:
        name = _defined(each[1])
        if name in seen:
            continue
        if name:
            seen.add(name)
        cell, statement = last[name] if name else each
        if cell.number != number:
            number = cell.number
            parts.append(f"# -- cell {number} " + "-" * 40)
        parts.append(_text(cell.code, statement))
        statements.append(statement)
    return parts, statements


def _defined(statement: ast.stmt) -> str:
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return statement.name
    return ast.unparse(statement.targets[0]) if isinstance(statement, ast.Assign) else ""


def _is_kept(statement: ast.stmt) -> bool:
    if isinstance(statement, KEPT):
        return True
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Attribute):  # Node.__mul__ = mul
            return isinstance(statement.value, (ast.Name, ast.Attribute, ast.Lambda))
        return isinstance(target, ast.Name) and isinstance(statement.value, (ast.Constant, ast.Lambda))
    return False


def _text(code: str, statement: ast.stmt) -> str:
    lines = code.splitlines()
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(each.lineno for each in decorators)])
    text = "\n".join(lines[first - 1 : statement.end_lineno])
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        # A lecture imports what it draws with, and that need not be installed here.
        indented = "\n".join(f"    {line}" for line in text.splitlines())
        return f"try:\n{indented}\nexcept ImportError:\n    pass"
    return text

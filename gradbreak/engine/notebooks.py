"""The code of a notebook as a module: its definitions and imports, without what only runs for show."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from gradbreak.errors import BadEngine

KEPT = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
"""What a module made from a notebook keeps; of assignments, those of literals and of attributes of a class."""


def code_cells(path: Path) -> list[tuple[int, str]]:
    """The number, counted from 1, and the code of each code cell; lines for the notebook itself are left out.

    Raises:
        BadEngine: the file is no notebook.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError:
        text = ""
    return _code_cells(text, str(path))


def _code_cells(text: str, name: str) -> list[tuple[int, str]]:
    try:
        notebook: Any = json.loads(text)
        cells = list(notebook["cells"])
    except (ValueError, KeyError, TypeError):
        raise BadEngine(f"{name} is no notebook that can be read", "Save it again from the notebook's editor") from None
    found = []
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", "")
            text = "".join(source) if isinstance(source, list) else str(source)
            found.append((number, _without_magics(text)))
    return found


def _without_magics(text: str) -> str:
    lines = text.splitlines()
    if lines and lines[0].lstrip().startswith("%%"):
        return ""
    # The line stays, so that numbers within a cell do: a magic becomes a comment.
    return "\n".join(f"# {line}" if line.lstrip()[:1] in ("%", "!", "?") else line for line in lines)


def as_module(path: Path, folder: Path) -> Path:
    """Write the definitions of a notebook to a module, and return its path.

    Args:
        path: the notebook.
        folder: where to write it.

    Raises:
        BadEngine: it is no notebook, or has no class.
    """
    parts, kept = _kept_parts(code_cells(path))
    if not any(isinstance(statement, ast.ClassDef) for statement in kept):
        raise BadEngine(f"no cell of {path} defines a class", "Name the notebook that defines the engine")
    name = "".join(character if character.isalnum() else "_" for character in path.stem)
    name = name if name[:1].isalpha() else f"notebook_{name}"
    folder.mkdir(parents=True, exist_ok=True)
    module = folder / f"{name}.py"
    text = "\n\n".join(parts) + "\n"
    if not module.exists() or module.read_text(encoding="utf-8") != text:
        module.write_text(text, encoding="utf-8")
    return module


def definitions(text: str, name: str) -> str:
    """The definitions and imports of a notebook as the text of a module.

    Args:
        text: the notebook's.
        name: what to call it in an error.

    Raises:
        BadEngine: it is no notebook.
    """
    parts, _ = _kept_parts(_code_cells(text, name))
    return "\n\n".join(parts) + "\n"


def _kept_parts(cells: list[tuple[int, str]]) -> tuple[list[str], list[ast.stmt]]:
    """The source of what is kept of each cell below a line with its number, and the statements themselves."""
    parts: list[str] = []
    statements: list[ast.stmt] = []
    for number, code in cells:
        try:
            tree = ast.parse(code)
        except SyntaxError:
            continue
        kept = [statement for statement in tree.body if _is_kept(statement)]
        if kept:
            parts.append(f"# -- cell {number} " + "-" * 40)
            parts += [_text(code, statement) for statement in kept]
            statements += kept
    return parts, statements


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

"""Reads the tests of a notebook as a module."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

from gradbreak.engine.notebooks import definitions
from gradbreak.errors import BadEngine
from gradbreak.grading.model import is_named_as_tests

NOTEBOOK = ".ipynb"


def module_of_notebook(name: str, content: bytes, *, is_engine: bool = False) -> tuple[str, bytes] | None:
    """The name and text of a module with the definitions of a notebook; None where it defines no test, or no class.

    Args:
        name: of the file. Only a notebook is looked at.
        content: of the file.
        is_engine: an engine is looked for, and not tests.
    """
    if not name.endswith(NOTEBOOK):
        return None
    try:
        text = definitions(content.decode(errors="replace"), name)
        defined = ast.parse(text).body
    except (BadEngine, SyntaxError, ValueError):
        return None
    path = PurePosixPath(name)
    if is_engine:
        has_class = any(isinstance(each, ast.ClassDef) for each in defined)
        stem = re.sub(r"\W", "_", path.stem).strip("_") or "notebook"
        return (str(path.with_name(f"{stem}.py")), text.encode()) if has_class else None
    has_tests = any(
        isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and each.name.lower().startswith("test")
        for each in defined
    )
    if not has_tests:
        return None
    stem = path.stem if is_named_as_tests(path.stem) else f"test_{path.stem}"
    return str(path.with_name(f"{stem}.py")), text.encode()

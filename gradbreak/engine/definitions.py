"""Finds the function behind a test's name in the text of its module."""

from __future__ import annotations

import ast
from collections.abc import Sequence

Function = ast.FunctionDef | ast.AsyncFunctionDef


def find_function(body: Sequence[ast.stmt], name: str) -> Function | None:
    """The function or method that a name means; None where it is not in the module, as with an inherited method.

    Args:
        body: the statements of the module.
        name: as pytest writes it: ``TestClass::test_name[case]``.
    """
    found: ast.stmt | None = None
    for part in name.partition("[")[0].split("::"):
        # The last of one name is the one that Python keeps.
        found = next((each for each in reversed(body) if getattr(each, "name", None) == part), None)
        body = getattr(found, "body", [])
    return found if isinstance(found, Function) else None


def first_line(function: Function) -> int:
    """The line of its first decorator or of its ``def``, counted from 1."""
    return min([function.lineno, *(each.lineno for each in function.decorator_list)])


def line_count(function: Function) -> int:
    """Its lines, decorators included."""
    return (function.end_lineno or function.lineno) - first_line(function) + 1

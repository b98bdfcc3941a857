"""The functions of a module's syntax tree, each compiled in its place in the file.

Names and line numbers stay, so the code of a changed function can be exchanged for that of the living one.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """An outermost function, or another statement of a module, with the classes around it.

    Attributes:
        classes: from the outside.
        statement: the function.
        future: the module's ``from __future__`` imports, which change how it is compiled.
    """

    classes: tuple[ast.ClassDef, ...]
    statement: ast.stmt
    future: tuple[ast.stmt, ...]

    @property
    def name(self) -> str:
        """The qualified name, ``Node.__mul__``; empty for a statement that is no function."""
        if not isinstance(self.statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return ""
        return ".".join([*(each.name for each in self.classes), self.statement.name])

    @property
    def lines(self) -> range:
        """The lines that it stands on."""
        return range(self.statement.lineno, (self.statement.end_lineno or self.statement.lineno) + 1)

    def compiled(self, path: str) -> types.CodeType:
        """Compile it as it is now, where it stands in the file.

        Args:
            path: of the file.

        Raises:
            SyntaxError: a change made something that is no Python.
        """
        inner = self.statement
        for outer in reversed(self.classes):
            shell = ast.ClassDef(outer.name, outer.bases, outer.keywords, [inner], outer.decorator_list)
            inner = ast.copy_location(shell, outer)
        return compile(ast.Module([*self.future, inner], []), path, "exec", dont_inherit=True)


def units(tree: ast.Module) -> Iterator[Unit]:
    """Every unit of a module."""
    future = tuple(each for each in tree.body if isinstance(each, ast.ImportFrom) and each.module == "__future__")

    def within(body: Sequence[ast.stmt], classes: tuple[ast.ClassDef, ...]) -> Iterator[Unit]:
        for statement in body:
            if isinstance(statement, ast.ClassDef):
                yield from within(statement.body, (*classes, statement))
            elif not isinstance(statement, (ast.Import, ast.ImportFrom)):
                yield Unit(classes, statement, future)

    yield from within(tree.body, ())

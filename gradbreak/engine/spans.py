"""The position of each function in a file, so that one can be compiled without the rest."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gradbreak.engine.lines import line_starts


@dataclass(frozen=True, slots=True)
class FunctionSpan:
    """Where an outermost function or a method stands in its file.

    Attributes:
        owners: the blocks around it, outermost first: the name of a class, or nothing for an ``if``, a ``try`` or the
            like.
        name: its name.
        first_line: of its first decorator or its ``def``, counted from 1.
        start, end: offsets of whole lines, so that its text keeps its indentation.
        body_start: the offset of its first statement.
    """

    owners: tuple[str, ...]
    name: str
    first_line: int
    start: int
    end: int
    body_start: int

    @property
    def qualified_name(self) -> str:
        """As the function itself has it: ``Node.__mul__``."""
        return ".".join([*filter(None, self.owners), self.name])


@functools.cache
def spans_of(source: str) -> tuple[FunctionSpan, ...]:
    """Every function of the module and every method of its classes, in order; none that is within another function.

    Cached: the worker computes it once, and each of hundreds of forked children asks for the same text.
    """
    starts = line_starts(source)
    return tuple(
        _span(node, owners, source, starts) for node, owners in _outermost_functions(ast.parse(source).body, ())
    )


def _outermost_functions(
    body: Iterable[ast.stmt], owners: tuple[str, ...]
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, tuple[str, ...]]]:
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement, owners
        elif isinstance(statement, ast.ClassDef):
            yield from _outermost_functions(statement.body, (*owners, statement.name))
        else:
            for block in ("body", "handlers", "orelse", "finalbody", "cases"):
                inner = getattr(statement, block, [])
                for part in inner if isinstance(inner, list) else []:
                    if isinstance(part, ast.stmt):
                        yield from _outermost_functions([part], (*owners, ""))
                    elif isinstance(part, (ast.ExceptHandler, ast.match_case)):
                        yield from _outermost_functions(part.body, (*owners, "", ""))


def _span(
    node: ast.FunctionDef | ast.AsyncFunctionDef, owners: tuple[str, ...], source: str, starts: list[int]
) -> FunctionSpan:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    body = node.body[0]
    line = source[starts[body.lineno - 1] : starts[body.lineno]]
    # ast counts columns in UTF-8 bytes.
    indent = len(line.encode()[: body.col_offset].decode())
    return FunctionSpan(
        owners=owners,
        name=node.name,
        first_line=first,
        start=starts[first - 1],
        end=starts[min(node.end_lineno or first, len(starts) - 1)],
        body_start=starts[body.lineno - 1] + indent,
    )

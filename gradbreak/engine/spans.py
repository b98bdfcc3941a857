"""The position of each function in a file, so that one can be compiled without the rest."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass

from gradbreak.engine.lines import line_starts


@dataclass(frozen=True, slots=True)
class FunctionSpan:
    """Where a function or method stands in its file.

    Attributes:
        class_name: the class it is a method of, or None.
        name: its name.
        first_line: of its first decorator or its ``def``, counted from 1.
        start, end: offsets of whole lines, so that its text keeps its indentation.
        body_start: the offset of its first statement.
    """

    class_name: str | None
    name: str
    first_line: int
    start: int
    end: int
    body_start: int


@functools.cache
def spans_of(source: str) -> tuple[FunctionSpan, ...]:
    """Every function of the module and every method of its classes, in order.

    Cached: the worker computes it once, and each of hundreds of forked children asks for the same text.
    """
    starts = line_starts(source)
    found = []
    for statement in ast.parse(source).body:
        owner = statement.name if isinstance(statement, ast.ClassDef) else None
        for node in statement.body if isinstance(statement, ast.ClassDef) else [statement]:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                body = node.body[0]
                line = source[starts[body.lineno - 1] : starts[body.lineno]]
                # ast counts columns in UTF-8 bytes.
                indent = len(line.encode()[: body.col_offset].decode())
                found.append(
                    FunctionSpan(
                        class_name=owner,
                        name=node.name,
                        first_line=first,
                        start=starts[first - 1],
                        end=starts[min(node.end_lineno or first, len(starts) - 1)],
                        body_start=starts[body.lineno - 1] + indent,
                    )
                )
    return tuple(found)

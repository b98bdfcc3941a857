"""Loops whose order can be reversed in an engine's text, so that a sweep may visit operands right first."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator

from gradbreak.engine.edits import Edit
from gradbreak.engine.lines import line_starts


def reversed_loops(file: str, source: str, lines: Container[int]) -> Iterator[Edit]:
    """For each loop, comprehension and ``extend`` on one of some lines, the edit that reverses what it goes through.

    Whether the engine is still right with it is not known: a loop over the sorted graph must keep its order.

    Args:
        file: what the edits name.
        source: the text of the file.
        lines: those that a sweep runs, counted from 1.
    """
    starts = line_starts(source)
    for node in ast.walk(ast.parse(source)):
        gone_through = _gone_through(node)
        segment = ast.get_source_segment(source, gone_through) if gone_through is not None else None
        if gone_through is not None and segment is not None and gone_through.lineno in lines:
            start = starts[gone_through.lineno - 1] + _characters(source, starts, gone_through)
            # Not a slice: what is iterated over may be a set or an iterator.
            written = f"reversed(list({segment}))"
            if isinstance(gone_through, ast.GeneratorExp):
                written = f"(reversed(list{segment}))"  # its brackets are those of the call
            yield Edit(file=file, start=start, end=start + len(segment), replacement=written)


def _gone_through(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.For | ast.comprehension):
        return node.iter
    is_extension = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "extend"
    return node.args[0] if is_extension and isinstance(node, ast.Call) and len(node.args) == 1 else None


def _characters(source: str, starts: list[int], node: ast.expr) -> int:
    """The column of an expression in characters; the syntax tree counts bytes."""
    line = source[starts[node.lineno - 1] :].split("\n", 1)[0]
    return len(line.encode()[: node.col_offset].decode())

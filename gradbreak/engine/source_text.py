"""The text of a syntax tree's nodes, as it stands in the source."""

from __future__ import annotations

import ast

from gradbreak.engine.lines import line_starts


class SourceText:
    """The text of a module, and the places of its nodes.

    Args:
        source: the text.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._starts = line_starts(source)
        self._lines = [source[a:b] for a, b in zip(self._starts, self._starts[1:], strict=False)]
        self._is_ascii = [line.isascii() for line in self._lines]

    def offsets(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node begins and ends, counted from 0."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.AST) -> str:
        """The text of a node; of one that was made and stands nowhere, what it would be written as."""
        if isinstance(node, (ast.expr, ast.stmt)) and hasattr(node, "lineno"):
            start, end = self.offsets(node)
            return self.source[start:end]
        return ast.unparse(node)

    def movable(self, node: ast.AST) -> str:
        """The text of an expression, in brackets where it may have stood in some that it needs elsewhere, too."""
        text = self.of(node)
        return f"({text})" if "\n" in text or isinstance(node, (ast.NamedExpr, ast.Yield)) else text

    def _offset(self, line: int, column: int) -> int:
        # ast counts columns in UTF-8 bytes.
        if self._is_ascii[line - 1]:
            return self._starts[line - 1] + column
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

"""Parses Python from several threads."""

from __future__ import annotations

import ast
import threading

# Python 3.11 up to 3.11.7 and 3.12 up to 3.12.1 count the depth of all parses in one number. Where threads parse
# at once, that may end with "AST constructor recursion depth mismatch" (python/cpython issue 106905).
_ONE_AT_A_TIME = threading.RLock()


def parse(source: str | bytes, filename: str = "<unknown>") -> ast.Module:
    """The same as ``ast.parse``, one thread after another.

    Raises:
        SyntaxError: the source is no Python.
        ValueError: the source has null bytes.
    """
    with _ONE_AT_A_TIME:
        return ast.parse(source, filename)

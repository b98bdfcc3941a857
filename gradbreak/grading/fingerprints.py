"""Digests of a submission's sources, by which copies are found: as bytes, as code without names, and test by test."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections.abc import Iterator, Mapping

from gradbreak.grading.model import SourceFingerprint
from gradbreak.process.parsing import parse

LARGEST_PARSED = 100_000
"""Bytes of a file that is parsed in the grader's process. A syntax tree takes some hundred times its text."""

_HEX = 16
"""Digits of a digest that are kept: enough for millions of tests without a coincidence."""


def fingerprints(files: Mapping[str, bytes]) -> tuple[SourceFingerprint, ...]:
    """A fingerprint for each Python file that is not empty, in the order of the files.

    Args:
        files: name → content.
    """
    return tuple(_fingerprint(content) for name, content in files.items() if name.endswith(".py") and content.strip())


def _fingerprint(content: bytes) -> SourceFingerprint:
    exact = _digest(content)
    tree = _parsed(content)
    if tree is None:
        return SourceFingerprint(exact=exact, code=_digest(b"".join(content.split())), tests=())
    try:
        code = _digest(_without_names(tree).encode())
        tests = tuple(_digest(_without_names(each).encode()) for each in _tests_in(tree))
    except RecursionError:  # nested deeper than Python follows
        return SourceFingerprint(exact=exact, code=exact, tests=())
    return SourceFingerprint(exact=exact, code=code, tests=tests)


def _parsed(content: bytes) -> ast.Module | None:
    if len(content) > LARGEST_PARSED:
        return None
    try:
        return parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last is how the parser says "too deep"
        return None


def _tests_in(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test"):
            yield node


def _without_names(tree: ast.AST) -> str:
    """The code without layout, comments, docstrings, and the names that it gives to things of its own."""
    return ast.dump(_Renamed(_own_names(tree)).visit(copy.deepcopy(tree)))


def _own_names(tree: ast.AST) -> dict[str, str]:
    """Each name that the code binds → its number by first appearance. Others, as of imports, mean something."""
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        name = None
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            name = node.name
        elif isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        if name is not None:
            bound.setdefault(name, f"n{len(bound)}")
    return bound


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("name", "arg", "id"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                setattr(node, field, self._names.get(value, value))
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_docstring(body[0]):
            del body[0]
        return super().generic_visit(node)


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_HEX]
